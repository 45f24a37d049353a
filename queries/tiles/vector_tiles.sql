-- Which features of the base map do the tiles of a block contain, as Mapbox vector tiles?
-- in:  $community text, $z integer, $first_x integer, $last_x integer, $first_y integer,
--      $last_y integer, $last_rank integer
-- out: x bigint, y bigint, tile blob
with
-- 4096 units per side, drawn 512 px wide; a buffer of 128 units hides the ends of wide roads.
tile_frame as materialized (
    select
        columns.x,
        lines.y,
        ST_XMin(ST_TileEnvelope($z, columns.x::integer, lines.y::integer)) as west,
        ST_YMax(ST_TileEnvelope($z, columns.x::integer, lines.y::integer)) as north
    from generate_series($first_x, $last_x) as columns(x), generate_series($first_y, $last_y) as lines(y)
),
grid as (
    select
        ST_XMin(ST_TileEnvelope(0, 0, 0)) as origin_x,
        ST_YMax(ST_TileEnvelope(0, 0, 0)) as origin_y,
        (ST_XMax(ST_TileEnvelope(0, 0, 0)) - ST_XMin(ST_TileEnvelope(0, 0, 0))) / pow(2, $z) as side
),
block as (
    select
        min(west) - any_value(side) / 32 as min_x,
        max(west) + any_value(side) * 33 / 32 as max_x,
        min(north) - any_value(side) * 33 / 32 as min_y,
        max(north) + any_value(side) / 32 as max_y
    from tile_frame, grid
),
-- The tiles that a feature may touch, with those beside; exact limits follow.
ranges as (
    select
        base.*,
        greatest(floor((base.min_x - grid.origin_x) / grid.side - 0.04)::bigint, $first_x) as x_from,
        least(floor((base.max_x - grid.origin_x) / grid.side + 0.04)::bigint, $last_x) as x_to,
        greatest(floor((grid.origin_y - base.max_y) / grid.side - 0.04)::bigint, $first_y) as y_from,
        least(floor((grid.origin_y - base.min_y) / grid.side + 0.04)::bigint, $last_y) as y_to
    from base_feature as base, grid, block
    where base.community = $community
      and base.rank <= $last_rank
      and base.max_x >= block.min_x
      and base.min_x <= block.max_x
      and base.max_y >= block.min_y
      and base.min_y <= block.max_y
      and (
          base.layer in ('street', 'place')
          or greatest(base.max_x - base.min_x, base.max_y - base.min_y)
              >= case when base.layer = 'building' then 1 else 4 end * 8 * grid.side / 4096
      )
),
by_column as (
    select *, unnest(generate_series(x_from, x_to)) as x
    from ranges
    where x_from <= x_to and y_from <= y_to
),
by_tile as (
    select *, unnest(generate_series(y_from, y_to)) as y
    from by_column
),
edges as (
    select
        tile_frame.*,
        4096 / grid.side as units,
        west - grid.side / 32 as min_x,
        west + grid.side * 33 / 32 as max_x,
        north - grid.side * 33 / 32 as min_y,
        north + grid.side / 32 as max_y
    from tile_frame, grid
),
near as (
    select
        base.x,
        base.y,
        base.layer,
        base.class,
        base.name,
        base.bridge,
        base.steps,
        base.geom,
        edges.units,
        edges.west,
        edges.north,
        base.min_x >= edges.min_x and base.max_x <= edges.max_x
            and base.min_y >= edges.min_y and base.max_y <= edges.max_y as inside,
        ST_MakeEnvelope(edges.min_x, edges.min_y, edges.max_x, edges.max_y) as envelope
    from by_tile as base
    join edges on edges.x = base.x and edges.y = base.y
    where base.max_x >= edges.min_x
      and base.min_x <= edges.max_x
      and base.max_y >= edges.min_y
      and base.min_y <= edges.max_y
),
-- A geometry that cannot be clipped, because it intersects itself, is not clipped.
clipped as materialized (
    select
        * exclude (geom, inside, envelope),
        case
            when inside or layer in ('building', 'place') then geom
            else coalesce(
                try(ST_CollectionExtract(
                    ST_Intersection(geom, envelope), ST_Dimension(geom) + 1
                )),
                geom
            )
        end as geom
    from near
),
-- Edges of one street are merged into one line, so that its label fits.
joined as (
    select
        x, y, layer, class, name, bridge, steps, units, west, north,
        ST_LineMerge(ST_Collect(list(geom))) as geom
    from clipped
    where layer = 'street' and not ST_IsEmpty(geom)
    group by x, y, layer, class, name, bridge, steps, units, west, north
    union all
    select x, y, layer, class, name, bridge, steps, units, west, north, geom
    from clipped
    where layer <> 'street' and not ST_IsEmpty(geom)
),
placed as (
    select
        x, y, layer, class, name, bridge, steps,
        ST_Affine(geom, units, 0, 0, -units, -west * units, north * units) as geom
    from joined
),
-- Simplified by half a pixel, which is not visible, to reduce the size of the tile.
drawn as materialized (
    select
        x, y, layer, class, name, bridge, steps,
        case when layer in ('building', 'place') then geom else ST_Simplify(geom, 4) end as geom
    from placed
),
ground as (
    select x, y, ST_AsMVT({'class': class, 'geom': geom}, 'ground', 4096, 'geom' order by class) as tile
    from drawn
    where layer = 'ground' and not ST_IsEmpty(geom)
    group by x, y
),
water as (
    select x, y, ST_AsMVT({'class': class, 'name': name, 'geom': geom}, 'water', 4096, 'geom') as tile
    from drawn
    where layer = 'water' and not ST_IsEmpty(geom)
    group by x, y
),
building as (
    select x, y, ST_AsMVT({'geom': geom}, 'building', 4096, 'geom') as tile
    from drawn
    where layer = 'building'
    group by x, y
),
street as (
    select
        x,
        y,
        ST_AsMVT(
            {'class': class, 'name': name, 'bridge': bridge, 'steps': steps, 'geom': geom},
            'street', 4096, 'geom'
        ) as tile
    from drawn
    where layer = 'street' and not ST_IsEmpty(geom)
    group by x, y
),
place as (
    select x, y, ST_AsMVT({'class': class, 'name': name, 'geom': geom}, 'place', 4096, 'geom') as tile
    from drawn
    where layer = 'place'
    group by x, y
)
select
    tile_frame.x,
    tile_frame.y,
    coalesce(ground.tile, ''::blob)
    || coalesce(water.tile, ''::blob)
    || coalesce(building.tile, ''::blob)
    || coalesce(street.tile, ''::blob)
    || coalesce(place.tile, ''::blob) as tile
from tile_frame
left join ground on ground.x = tile_frame.x and ground.y = tile_frame.y
left join water on water.x = tile_frame.x and water.y = tile_frame.y
left join building on building.x = tile_frame.x and building.y = tile_frame.y
left join street on street.x = tile_frame.x and street.y = tile_frame.y
left join place on place.x = tile_frame.x and place.y = tile_frame.y
where coalesce(ground.tile, water.tile, building.tile, street.tile, place.tile) is not null
order by tile_frame.x, tile_frame.y

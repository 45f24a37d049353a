-- Which features of the base map does a tile contain, as a Mapbox vector tile?
-- in:  $community text, $z integer, $x integer, $y integer, $last_rank integer
-- out: tile blob
-- one row
with
square as (
    select ST_TileEnvelope($z, $x, $y) as tile
),
-- 4096 units per side, drawn 512 px wide; a buffer of 128 units hides the ends of wide roads.
frame as (
    select
        ST_XMin(tile) as west,
        ST_YMax(tile) as north,
        4096 / (ST_XMax(tile) - ST_XMin(tile)) as units,
        (ST_XMax(tile) - ST_XMin(tile)) / 32 as margin
    from square
),
edge as (
    select
        west - margin as min_x,
        west + 33 * margin as max_x,
        north - 33 * margin as min_y,
        north + margin as max_y,
        8 / units as pixel
    from frame
),
near as (
    select
        base.layer,
        base.class,
        base.name,
        base.bridge,
        base.steps,
        base.geom,
        base.min_x >= edge.min_x and base.max_x <= edge.max_x
            and base.min_y >= edge.min_y and base.max_y <= edge.max_y as inside
    from base_feature as base, edge
    where base.community = $community
      and base.rank <= $last_rank
      and base.max_x >= edge.min_x
      and base.min_x <= edge.max_x
      and base.max_y >= edge.min_y
      and base.min_y <= edge.max_y
      and (
          base.layer in ('street', 'place')
          or greatest(base.max_x - base.min_x, base.max_y - base.min_y)
              >= case when base.layer = 'building' then 1 else 4 end * edge.pixel
      )
),
-- A geometry that cannot be clipped, because it intersects itself, is not clipped.
clipped as materialized (
    select
        near.layer,
        near.class,
        near.name,
        near.bridge,
        near.steps,
        case
            when near.inside or near.layer in ('building', 'place') then near.geom
            else coalesce(
                try(ST_CollectionExtract(
                    ST_Intersection(
                        near.geom,
                        ST_MakeEnvelope(edge.min_x, edge.min_y, edge.max_x, edge.max_y)
                    ),
                    ST_Dimension(near.geom) + 1
                )),
                near.geom
            )
        end as geom
    from near, edge
),
-- Edges of one street are merged into one line, so that its label fits.
joined as (
    select layer, class, name, bridge, steps, ST_LineMerge(ST_Collect(list(geom))) as geom
    from clipped
    where layer = 'street' and not ST_IsEmpty(geom)
    group by layer, class, name, bridge, steps
    union all
    select layer, class, name, bridge, steps, geom
    from clipped
    where layer <> 'street' and not ST_IsEmpty(geom)
),
placed as (
    select
        joined.layer,
        joined.class,
        joined.name,
        joined.bridge,
        joined.steps,
        ST_Affine(
            joined.geom,
            frame.units, 0, 0, -frame.units,
            -frame.west * frame.units, frame.north * frame.units
        ) as geom
    from joined, frame
),
-- Simplified by half a pixel, which is not visible, to reduce the size of the tile.
drawn as materialized (
    select
        layer,
        class,
        name,
        bridge,
        steps,
        case when layer in ('building', 'place') then geom else ST_Simplify(geom, 4) end as geom
    from placed
)
select
    coalesce((
        select ST_AsMVT({'class': class, 'geom': geom}, 'ground', 4096, 'geom' order by class)
        from drawn where layer = 'ground' and not ST_IsEmpty(geom)
    ), ''::blob)
    || coalesce((
        select ST_AsMVT({'class': class, 'name': name, 'geom': geom}, 'water', 4096, 'geom')
        from drawn where layer = 'water' and not ST_IsEmpty(geom)
    ), ''::blob)
    || coalesce((
        select ST_AsMVT({'geom': geom}, 'building', 4096, 'geom')
        from drawn where layer = 'building'
    ), ''::blob)
    || coalesce((
        select ST_AsMVT(
            {'class': class, 'name': name, 'bridge': bridge, 'steps': steps, 'geom': geom},
            'street', 4096, 'geom'
        )
        from drawn where layer = 'street' and not ST_IsEmpty(geom)
    ), ''::blob)
    || coalesce((
        select ST_AsMVT({'class': class, 'name': name, 'geom': geom}, 'place', 4096, 'geom')
        from drawn where layer = 'place'
    ), ''::blob) as tile

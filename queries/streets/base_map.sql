-- Which features does the base map have within bounds, in Web Mercator metres?
-- in:  $community text, $west double, $south double, $east double, $north double,
--      $last_rank integer
-- out: layer text, class text, name text, bridge boolean, steps boolean, rank integer, wkb blob
select
    layer,
    class,
    name,
    bridge,
    steps,
    rank,
    ST_AsWKB(ST_Transform(geom, 'EPSG:3857', 'EPSG:4326', always_xy := true)) as wkb
from base_feature
where community = $community
  and rank <= $last_rank
  and max_x >= $west
  and min_x <= $east
  and max_y >= $south
  and min_y <= $north
order by layer, rank, min_x, min_y, max_x, name

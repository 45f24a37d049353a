-- Add features of the base map.
-- in:  $community text, incoming table(layer text, class text, name text, bridge boolean,
--      steps boolean, rank integer, min_x double, min_y double, max_x double, max_y double,
--      wkb blob)
-- out: nothing
insert into base_feature
select
    $community, layer, class, name, bridge, steps, rank, min_x, min_y, max_x, max_y,
    ST_GeomFromWKB(wkb)
from incoming

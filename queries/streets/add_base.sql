-- Add what the base map shows.
-- in:  $community text, incoming table(layer, class, name, bridge, steps, rank,
--      min_x, min_y, max_x, max_y, wkb blob in EPSG:3857)
-- out: nothing
insert into base_feature
select
    $community, layer, class, name, bridge, steps, rank, min_x, min_y, max_x, max_y,
    ST_GeomFromWKB(wkb)
from incoming

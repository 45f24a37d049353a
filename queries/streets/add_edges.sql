-- Add the pieces of street of a community.
-- in:  $community text, incoming table(edge, u, v, way, name, kind, lit, surface, steps, bridge,
--      fragment, routable, wkb blob in EPSG:4326)
-- out: nothing
insert into street_edge
select
    $community, edge, u, v, way, name, kind, lit, surface, steps, bridge, fragment, routable,
    ST_GeomFromWKB(wkb)
from incoming

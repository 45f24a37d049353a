-- Add street edges of a community.
-- in:  $community text, incoming table(edge integer, u integer, v integer, way bigint, name text,
--      kind text, lit text, surface text, steps boolean, bridge boolean, fragment integer,
--      routable boolean, wkb blob)
-- out: nothing
insert into street_edge
select
    $community, edge, u, v, way, name, kind, lit, surface, steps, bridge, fragment, routable,
    ST_GeomFromWKB(wkb)
from incoming

-- Which street edges does a community have?
-- in:  $community text
-- out: edge integer, u integer, v integer, name text, kind text, lit text, surface text,
--      steps boolean, bridge boolean, fragment integer, routable boolean, wkb blob
select
    edge, u, v, name, kind, lit, surface, steps, bridge, fragment, routable,
    ST_AsWKB(geom) as wkb
from street_edge
where community = $community
order by edge

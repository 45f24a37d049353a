-- Which edges join pieces of street where no street is mapped?
-- in:  $community text, $kind text
-- out: edge integer, wkb blob
select edge, ST_AsWKB(geom) as wkb
from street_edge
where community = $community and kind = $kind and routable
order by edge

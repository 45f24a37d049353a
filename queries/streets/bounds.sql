-- Which bounds do the street edges of a community have?
-- in:  $community text
-- out: west double, south double, east double, north double
-- one row
select
    min(ST_XMin(geom)) as west,
    min(ST_YMin(geom)) as south,
    max(ST_XMax(geom)) as east,
    max(ST_YMax(geom)) as north
from street_edge
where community = $community

-- Which merged zones disclose where the confidential services of a community are?
-- in:  $community text
-- out: code text, name text, homes integer, zones_digest text, wkb blob
select
    code,
    name,
    homes,
    zones_digest,
    ST_AsWKB(geom) as wkb
from disclosed_zone
where community = $community
order by number

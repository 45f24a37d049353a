-- Which service candidates are undecided?
-- in:  $community text
-- out: osm_id text, type text, name text, phone text, opening_hours text,
--      address text, confidential boolean, wkb blob
select
    osm_id, type, name, phone, opening_hours, address, confidential, ST_AsWKB(geom) as wkb
from service_candidate
where community = $community and decision = 'open'
order by type, name, osm_id

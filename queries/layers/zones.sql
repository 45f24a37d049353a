-- Which zones does a community have?
-- in:  $community text
-- out: id text, code text, name text, wkb blob
select
    id::text as id,
    attributes ->> 'code' as code,
    attributes ->> 'name' as name,
    ST_AsWKB(geom) as wkb
from feature
where community = $community and layer = 'zones'
order by number

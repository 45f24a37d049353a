-- Which safe zones does a community have?
-- in:  $community text
-- out: id text, kind text, name text, hours text, confidential boolean,
--      public boolean, wkb blob
select
    id::text as id,
    attributes ->> 'kind' as kind,
    attributes ->> 'name' as name,
    attributes ->> 'hours' as hours,
    coalesce((attributes ->> 'confidential')::boolean, false) as confidential,
    coalesce((attributes ->> 'public')::boolean, false) as public,
    ST_AsWKB(geom) as wkb
from feature
where community = $community and layer = 'safe_zones'
order by number

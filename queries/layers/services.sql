-- Which services does a community have?
-- in:  $community text
-- out: id text, type text, name text, phone text, gateway text, opening_hours text,
--      address text, confidential boolean, public boolean, source text, verified_on text, wkb blob
select
    id::text as id,
    attributes ->> 'type' as type,
    attributes ->> 'name' as name,
    attributes ->> 'phone' as phone,
    attributes ->> 'gateway' as gateway,
    attributes ->> 'opening_hours' as opening_hours,
    attributes ->> 'address' as address,
    (attributes ->> 'confidential')::boolean as confidential,
    coalesce((attributes ->> 'public')::boolean, false) as public,
    attributes ->> 'source' as source,
    attributes ->> 'verified_on' as verified_on,
    ST_AsWKB(geom) as wkb
from feature
where community = $community and layer = 'services'
order by number

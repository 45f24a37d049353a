-- Add the service candidates of an extract, except those decided on.
-- in:  $community text, incoming table(osm_id text, type text, name text, phone text,
--      opening_hours text, address text, confidential boolean, wkb blob)
-- out: nothing
insert into service_candidate (
    community, osm_id, type, name, phone, opening_hours, address, confidential, decision, geom
)
select
    $community, osm_id, type, name, phone, opening_hours, address, confidential, 'open',
    ST_GeomFromWKB(wkb)
from incoming
where not exists (
    select 1
    from service_candidate as decided
    where decided.community = $community and decided.osm_id = incoming.osm_id
)

-- Which attributes and geometry does a mark have?
-- in:  $community text, $code text, $id text
-- out: id text, attributes text, geometry text
-- one row
select
    id::text as id,
    attributes::text as attributes,
    ST_AsGeoJSON(geom)::text as geometry
from feature
where
    community = $community
    and layer = 'marks'
    and id = $id::uuid
    and (attributes ->> 'session') = $code
order by number

-- Which marks of a drawing session were changed after a revision?
-- in:  $community text, $code text, $since bigint
-- out: id text, attributes text, geometry text
select
    id::text as id,
    attributes::text as attributes,
    ST_AsGeoJSON(geom)::text as geometry
from feature
where
    community = $community
    and layer = 'marks'
    and (attributes ->> 'session') = $code
    and (attributes ->> 'revision')::bigint > $since
order by (attributes ->> 'number')::integer

-- Which marks of a drawing session are not withdrawn?
-- in:  $community text, $code text
-- out: id text, attributes text, wkb blob
select
    id::text as id,
    attributes::text as attributes,
    ST_AsWKB(geom) as wkb
from feature
where
    community = $community
    and layer = 'marks'
    and (attributes ->> 'session') = $code
    and not coalesce((attributes ->> 'aside')::boolean, false)
order by number

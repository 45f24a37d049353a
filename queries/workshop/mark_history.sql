-- Which versions did a mark have, the latest first?
-- in:  $community text, $id text
-- out: action text, changed_at timestamp in UTC, attributes text, geometry text
select
    action,
    changed_at at time zone 'UTC' as changed_at,
    coalesce(after_attributes, before_attributes)::text as attributes,
    ST_AsGeoJSON(coalesce(after_geom, before_geom))::text as geometry
from change
where community = $community and layer = 'marks' and object_id = $id::uuid
order by number desc

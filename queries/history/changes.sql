-- Which changes does the history of a layer have, the latest first?
-- in:  $community text, $layer text, $most integer
-- out: number bigint, changed_at timestamp in UTC, who text, account text, layer text,
--      object_id text, action text,
--      before_attributes text, before_geom text, after_attributes text, after_geom text
select
    number,
    changed_at at time zone 'UTC' as changed_at,
    who,
    account,
    layer,
    object_id::text as object_id,
    action,
    before_attributes::text as before_attributes,
    ST_AsGeoJSON(before_geom)::text as before_geom,
    after_attributes::text as after_attributes,
    ST_AsGeoJSON(after_geom)::text as after_geom
from change
where community = $community and layer = $layer
order by number desc
limit $most

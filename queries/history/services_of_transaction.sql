-- Which services has this transaction changed, and what were they before and after?
-- in:  $community text
-- out: id text, before_attributes text, before_wkb blob, after_attributes text, after_wkb blob
select
    object_id::text as id,
    before_attributes::text as before_attributes,
    ST_AsWKB(before_geom) as before_wkb,
    after_attributes::text as after_attributes,
    ST_AsWKB(after_geom) as after_wkb
from change
where community = $community and layer = 'services' and changed_at = now()
order by object_id

-- Record the features before and after an edit; to be run before the edit.
-- in:  $community text, $layer text, $who text, $account text,
--      incoming table(id text, attributes text, wkb blob)
-- out: nothing
insert into change (
    changed_at, who, account, community, layer, object_id, action,
    before_attributes, before_geom, after_attributes, after_geom
)
select
    now(), $who, $account, $community, $layer, feature.id, 'edit',
    feature.attributes, feature.geom, incoming.attributes::json, ST_GeomFromWKB(incoming.wkb)
from feature
inner join incoming on feature.id = incoming.id::uuid
where feature.community = $community and feature.layer = $layer

-- Record the features before a removal; to be run before the removal.
-- in:  $community text, $layer text, $who text, $account text, incoming table(id text)
-- out: nothing
insert into change (
    changed_at, who, account, community, layer, object_id, action, before_attributes, before_geom
)
select
    now(), $who, $account, $community, $layer, feature.id, 'remove', feature.attributes, feature.geom
from feature
inner join incoming on feature.id = incoming.id::uuid
where feature.community = $community and feature.layer = $layer

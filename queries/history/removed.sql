-- Remember features as they were; to be asked before they are removed.
-- in:  $community text, $layer text, $who text, incoming table(id text)
-- out: nothing
insert into change (
    changed_at, who, community, layer, object_id, action, before_attributes, before_geom
)
select
    now(), $who, $community, $layer, feature.id, 'remove', feature.attributes, feature.geom
from feature
inner join incoming on feature.id = incoming.id::uuid
where feature.community = $community and feature.layer = $layer

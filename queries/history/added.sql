-- Record added features in the history.
-- in:  $community text, $layer text, $who text, $account text,
--      incoming table(id text, attributes text, wkb blob)
-- out: nothing
insert into change (
    changed_at, who, account, community, layer, object_id, action, after_attributes, after_geom
)
select
    now(), $who, $account, $community, $layer, id::uuid, 'add', attributes::json, ST_GeomFromWKB(wkb)
from incoming

-- Record added features in the history.
-- in:  $community text, $layer text, $who text,
--      incoming table(id text, attributes text, wkb blob)
-- out: nothing
insert into change (
    changed_at, who, community, layer, object_id, action, after_attributes, after_geom
)
select
    now(), $who, $community, $layer, id::uuid, 'add', attributes::json, ST_GeomFromWKB(wkb)
from incoming

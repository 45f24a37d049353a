-- Set other attributes and geometries of features.
-- in:  $community text, $layer text, incoming table(id text, attributes text, wkb blob)
-- out: nothing
update feature
set attributes = incoming.attributes::json, geom = ST_GeomFromWKB(incoming.wkb)
from incoming
where
    feature.id = incoming.id::uuid
    and feature.community = $community
    and feature.layer = $layer

-- Add features to a layer, in their order.
-- in:  $community text, $layer text, incoming table(id text, attributes text, wkb blob)
-- out: nothing
insert into feature (id, community, layer, attributes, geom)
select id::uuid, $community, $layer, attributes::json, ST_GeomFromWKB(wkb)
from incoming

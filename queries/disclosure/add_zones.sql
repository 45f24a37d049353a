-- Record the merged zones of a community.
-- in:  $community text, incoming table(number integer, code text, name text, homes integer,
--      zones_digest text, wkb blob)
-- out: nothing
insert into disclosed_zone (community, number, code, name, homes, zones_digest, geom)
select $community, number, code, name, homes, zones_digest, ST_GeomFromWKB(wkb)
from incoming

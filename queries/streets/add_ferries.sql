-- Add ferries of a community.
-- in:  $community text, incoming table(edge integer, u integer, v integer, way bigint, name text,
--      minutes double, access text, open_hours text, direction integer, wkb blob)
-- out: nothing
insert into street_ferry
select
    $community, edge, u, v, way, name, minutes, access, open_hours, direction,
    ST_GeomFromWKB(wkb)
from incoming

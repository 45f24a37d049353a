-- Record disclosed household aggregates.
-- in:  $community text, incoming table(id text, lon double, lat double, people double,
--      women double)
-- out: nothing
insert into disclosed_aggregate (community, id, lon, lat, people, women)
select $community, id::uuid, lon, lat, people, women
from incoming

-- Record disclosed homes.
-- in:  $community text, incoming table(number bigint, lon double, lat double, people double,
--      women double, aggregate text, masked_lon double, masked_lat double)
-- out: nothing
insert into disclosed_site (
    community, number, lon, lat, people, women, aggregate, masked_lon, masked_lat
)
select $community, number, lon, lat, people, women, aggregate::uuid, masked_lon, masked_lat
from incoming

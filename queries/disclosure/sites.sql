-- Which homes of a community were disclosed?
-- in:  $community text
-- out: number bigint, lon double, lat double, people double, women double, aggregate text,
--      masked_lon double, masked_lat double
select
    number,
    lon,
    lat,
    people,
    women,
    aggregate::text as aggregate,
    masked_lon,
    masked_lat
from disclosed_site
where community = $community
order by number

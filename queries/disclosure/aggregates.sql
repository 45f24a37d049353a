-- Which household aggregates of a community were disclosed?
-- in:  $community text
-- out: id text, lon double, lat double, people double, women double
select
    id::text as id,
    lon,
    lat,
    people,
    women
from disclosed_aggregate
where community = $community
order by lon, lat, id

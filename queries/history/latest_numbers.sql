-- Which is the latest change of homes and of zones?
-- in:  $community text
-- out: demand bigint, zones bigint
-- one row
select
    coalesce(max(number) filter (where layer = 'demand'), 0) as demand,
    coalesce(max(number) filter (where layer = 'zones'), 0) as zones
from change
where community = $community

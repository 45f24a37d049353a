-- Which disclosed zones were ever named for the confidential services of a community?
-- in:  $community text
-- out: type text, slot integer, gateway text, zone integer
select
    type,
    slot,
    gateway,
    zone
from disclosed_service_zone
where community = $community
order by type, slot, gateway, zone

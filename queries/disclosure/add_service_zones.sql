-- Record zones named for confidential services.
-- in:  $community text, incoming table(type text, slot integer, gateway text,
--      zone integer)
-- out: nothing
insert into disclosed_service_zone (community, type, slot, gateway, zone)
select $community, type, slot, gateway, zone
from incoming

-- Record zones named for confidential services.
-- in:  $community text, incoming table(type text, slot integer, zone integer)
-- out: nothing
insert into disclosed_service_zone (community, type, slot, zone)
select $community, type, slot, zone
from incoming

-- Add restrictions of street edges of a community.
-- in:  $community text, incoming table(edge integer, access text, open_hours text, barrier text,
--      direction integer, drive_access text, drive_direction integer, drive_km_h double,
--      has_handrail boolean, wheelchair text)
-- out: nothing
insert into street_restriction (
    community, edge, access, open_hours, barrier, direction, drive_access, drive_direction,
    drive_km_h, has_handrail, wheelchair
)
select
    $community, edge, access, open_hours, barrier, direction, drive_access, drive_direction,
    drive_km_h, has_handrail, wheelchair
from incoming

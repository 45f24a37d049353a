-- Which street edges does a community have?
-- in:  $community text
-- out: edge integer, u integer, v integer, name text, kind text, lit text, surface text,
--      steps boolean, bridge boolean, fragment integer, routable boolean, access text,
--      open_hours text, barrier text, direction integer, drive_access text,
--      drive_direction integer, drive_km_h double, has_handrail boolean, wheelchair text, wkb blob
select
    street.edge, u, v, name, kind, lit, surface, steps, bridge, fragment, routable, access,
    open_hours, barrier, coalesce(direction, 0) as direction, drive_access,
    coalesce(drive_direction, 0) as drive_direction, drive_km_h,
    coalesce(has_handrail, false) as has_handrail, wheelchair, ST_AsWKB(geom) as wkb
from street_edge as street
left join street_restriction as restriction
    on restriction.community = street.community and restriction.edge = street.edge
where street.community = $community
order by street.edge

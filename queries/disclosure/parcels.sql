-- Which parcels disclose the small risk areas of a community?
-- in:  $community text
-- out: cell blob, shape blob
select
    ST_AsWKB(cell) as cell,
    ST_AsWKB(shape) as shape
from disclosed_parcel
where community = $community
order by number

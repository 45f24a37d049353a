-- Record parcels of a community.
-- in:  $community text, incoming table(number integer, cell blob, shape blob)
-- out: nothing
insert into disclosed_parcel (community, number, cell, shape)
select $community, number, ST_GeomFromWKB(cell), ST_GeomFromWKB(shape)
from incoming

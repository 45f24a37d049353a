-- Which names in a GeoPackage are no tables but questions, whose answer may have no end?
-- in:  nothing
-- out: name text
select name
from sqlite_master
where type = 'view'
order by name

-- Which names in a GeoPackage are no tables but questions, whose answer may have no end or lie
-- elsewhere?
-- in:  nothing
-- out: name text
select name
from sqlite_master
where type = 'view' or sql like 'create virtual table%'
order by name

-- Which names in a GeoPackage are views and not tables, with unlimited or remote rows?
-- in:  nothing
-- out: name text
select name
from sqlite_master
where type = 'view' or sql like 'create virtual table%'
order by name

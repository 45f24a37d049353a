-- Which tables, views, triggers and indexes does a GeoPackage define, and by which statement?
-- in:  nothing
-- out: type text, name text, table_name text, statement text
select type, name, tbl_name as table_name, sql as statement
from sqlite_master
order by type, name

-- Which geometry types do the tables of a GeoPackage declare?
-- in:  nothing
-- out: table_name text, geometry_type text
select table_name, upper(geometry_type_name) as geometry_type
from gpkg_geometry_columns
order by table_name

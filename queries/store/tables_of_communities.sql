-- Which tables have rows of communities?
-- in:  nothing
-- out: name text
select table_name as name
from duckdb_columns()
where database_name = current_database() and column_name = 'community'
order by table_name

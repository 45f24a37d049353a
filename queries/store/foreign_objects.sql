-- Which objects of the attached store are none that a store of ours has: views, macros, types?
-- in:  nothing
-- out: kind text, name text
select 'view' as kind, view_name as name
from duckdb_views()
where database_name = 'amparo' and not internal
union all
select 'macro' as kind, function_name as name
from duckdb_functions()
where database_name = 'amparo' and not internal
union all
select 'type' as kind, type_name as name
from duckdb_types()
where database_name = 'amparo' and not internal
order by kind, name

-- Which columns has only one of the two attached stores, by table, place and type?
-- in:  nothing
-- out: database text, name text
with columns_of_both as (
    select database_name, table_name || '.' || column_name as name,
        concat(table_name, ' ', column_index, ' ', column_name, ' ', data_type) as definition
    from duckdb_columns()
    where database_name in ('amparo', 'copied') and not internal
)
select any_value(database_name) as database, any_value(name) as name
from columns_of_both
group by definition
having count(*) = 1
order by database, name

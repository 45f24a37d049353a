-- Which numbered steps have built this store?
-- in:  nothing
-- out: number integer, name text
select number, name
from migration
order by number

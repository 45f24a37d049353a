-- Which accounts are there?
-- in:  nothing
-- out: name text, role text, added_at timestamp
select name, role, added_at
from account
order by name

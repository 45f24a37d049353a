-- Which short names do communities have?
-- in:  nothing
-- out: slug text
select slug
from community
order by slug

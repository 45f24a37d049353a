-- Which open drawing session has this join code?
-- in:  $word text, $since timestamp
-- out: community text, code text
-- one row
select community, code
from drawing
where word = $word and closed_at is null and opened_at >= $since
order by community, code

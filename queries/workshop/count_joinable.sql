-- How many drawing sessions can be joined by a code?
-- in:  $since timestamp
-- out: sessions bigint
-- one row
select count(*) as sessions
from drawing
where closed_at is null and opened_at >= $since
order by sessions

-- How many failed attempts does a pseudonym have, and when was the last?
-- in:  $subject text
-- out: failures integer, last_at timestamp
-- one row
select failures, last_at
from attempt
where subject = $subject
order by last_at

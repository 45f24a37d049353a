-- Is a drawing session closed, and is it shared?
-- in:  $community text, $code text
-- out: shared_at timestamp, closed_at timestamp
-- one row
select shared_at, closed_at
from drawing
where community = $community and code = $code
order by opened_at

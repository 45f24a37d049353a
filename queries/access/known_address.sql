-- When was an address last used for a subject?
-- in:  $subject text, $address text, $since timestamp
-- out: seen_at timestamp
-- one row
select seen_at
from known_address
where subject = $subject and address = $address and seen_at >= $since
order by seen_at

-- How often was a password tried in vain by one of two, and when last?
-- in:  $account text, $client text
-- out: subject text, failures integer, last_at timestamp
select subject, failures, last_at
from attempt
where subject in ($account, $client)
order by subject

-- How many failed attempts do an account and a client have, and when was the last?
-- in:  $account text, $client text
-- out: subject text, failures integer, last_at timestamp
select subject, failures, last_at
from attempt
where subject in ($account, $client)
order by subject

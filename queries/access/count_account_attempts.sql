-- How many failed attempts of an account are counted, from all addresses?
-- in:  $account text
-- out: failures bigint
-- one row
select coalesce(sum(failures), 0)::bigint as failures
from attempt
where starts_with(subject, $account || '-')
order by failures

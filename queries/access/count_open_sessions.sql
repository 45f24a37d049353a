-- How many visits of an account were not ended?
-- in:  $account text
-- out: visits bigint
-- one row
select count(*)::bigint as visits
from visit
where account = $account and revoked_at is null

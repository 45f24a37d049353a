-- How many sessions of an account are not ended?
-- in:  $account text
-- out: visits bigint
-- one row
select count(*)::bigint as visits
from visit
where account = $account and revoked_at is null

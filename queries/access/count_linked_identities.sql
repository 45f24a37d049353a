-- How many identities are linked to an account?
-- in:  $account text
-- out: links bigint
-- one row
select count(*) as links
from linked_identity
where account = $account

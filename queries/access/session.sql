-- Which account and role does a session have, if it was not ended?
-- in:  $id_hash text
-- out: account text, role text, began_at timestamp, seen_at timestamp
-- one row
select visit.account, account.role, visit.began_at, visit.seen_at
from visit
inner join account on account.name = visit.account
where visit.id_hash = $id_hash and visit.revoked_at is null

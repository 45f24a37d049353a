-- Which account is the hash of an identity linked to?
-- in:  $identity text
-- out: account text
-- one row
select linked_identity.account
from linked_identity
inner join account
    on linked_identity.account = account.name
where linked_identity.identity = $identity

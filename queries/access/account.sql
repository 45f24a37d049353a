-- Which role and password hash does an account have?
-- in:  $name text
-- out: name text, role text, password_hash text, added_at timestamp
-- one row
select name, role, password_hash, added_at
from account
where name = $name

-- Add an account.
-- in:  $name text, $role text, $password_hash text, $added_at timestamp
-- out: nothing
insert into account (name, role, password_hash, added_at)
values ($name, $role, $password_hash, $added_at)

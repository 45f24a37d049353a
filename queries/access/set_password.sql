-- Set the password hash of an account.
-- in:  $name text, $password_hash text
-- out: nothing
update account
set password_hash = $password_hash
where name = $name

-- Set the role of an account.
-- in:  $name text, $role text
-- out: nothing
update account
set role = $role
where name = $name

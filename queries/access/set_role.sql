-- Give an account another role.
-- in:  $name text, $role text
-- out: nothing
update account
set role = $role
where name = $name

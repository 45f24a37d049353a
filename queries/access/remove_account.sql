-- Remove an account.
-- in:  $name text
-- out: nothing
delete from account
where name = $name

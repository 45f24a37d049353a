-- Let no identity open an account any more.
-- in:  $account text
-- out: nothing
delete from linked_identity
where account = $account

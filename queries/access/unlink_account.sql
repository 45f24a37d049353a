-- Unlink all identities of an account.
-- in:  $account text
-- out: nothing
delete from linked_identity
where account = $account

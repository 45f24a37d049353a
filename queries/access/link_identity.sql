-- Link the hash of an identity to an account.
-- in:  $identity text, $account text, $linked_at timestamp
-- out: nothing
insert into linked_identity (identity, account, linked_at)
values ($identity, $account, $linked_at)

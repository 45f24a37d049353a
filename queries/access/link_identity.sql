-- Let an identity, told by its seal, open an account.
-- in:  $identity text, $account text, $linked_at timestamp
-- out: nothing
insert into linked_identity (identity, account, linked_at)
values ($identity, $account, $linked_at)

-- Add a session.
-- in:  $id_hash text, $account text, $began_at timestamp
-- out: nothing
insert into visit (id_hash, account, began_at, seen_at)
values ($id_hash, $account, $began_at, $began_at)

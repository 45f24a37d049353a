-- Add the participation of a phone in a drawing session.
-- in:  $id_hash text, $community text, $code text, $began_at timestamp
-- out: nothing
insert into participation (id_hash, community, code, began_at, seen_at)
values ($id_hash, $community, $code, $began_at, $began_at)

-- Set the last activity of a session.
-- in:  $id_hash text, $seen_at timestamp
-- out: nothing
update visit
set seen_at = $seen_at
where id_hash = $id_hash

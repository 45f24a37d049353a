-- Set the last activity of a participation.
-- in:  $id_hash text, $seen_at timestamp
-- out: nothing
update participation
set seen_at = $seen_at
where id_hash = $id_hash

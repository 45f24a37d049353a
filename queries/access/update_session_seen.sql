-- Note that somebody is still here.
-- in:  $id_hash text, $seen_at timestamp
-- out: nothing
update visit
set seen_at = $seen_at
where id_hash = $id_hash

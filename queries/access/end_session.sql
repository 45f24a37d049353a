-- End a session.
-- in:  $id_hash text, $revoked_at timestamp
-- out: nothing
update visit
set revoked_at = $revoked_at
where id_hash = $id_hash and revoked_at is null

-- End all sessions of an account.
-- in:  $account text, $revoked_at timestamp
-- out: nothing
update visit
set revoked_at = $revoked_at
where account = $account and revoked_at is null

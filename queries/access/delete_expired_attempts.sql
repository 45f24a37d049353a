-- Delete the attempts before a time.
-- in:  $before timestamp
-- out: nothing
delete from attempt
where last_at < $before

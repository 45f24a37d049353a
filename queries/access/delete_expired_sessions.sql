-- Delete the sessions that began before a time.
-- in:  $before timestamp
-- out: nothing
delete from visit
where began_at < $before

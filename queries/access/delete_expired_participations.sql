-- Delete the participations that began before a time.
-- in:  $before timestamp
-- out: nothing
delete from participation
where began_at < $before

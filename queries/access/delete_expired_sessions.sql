-- Drop the visits that began before a moment: they are over.
-- in:  $before timestamp
-- out: nothing
delete from visit
where began_at < $before

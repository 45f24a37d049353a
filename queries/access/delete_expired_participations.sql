-- Drop the phones that joined before a moment: their day is over.
-- in:  $before timestamp
-- out: nothing
delete from participation
where began_at < $before

-- Delete the nonces that can no longer be replayed.
-- in:  $before timestamp
-- out: nothing
delete from used_answer
where used_at < $before

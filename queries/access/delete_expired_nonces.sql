-- Forget which answers were used, where they could not come again.
-- in:  $before timestamp
-- out: nothing
delete from used_answer
where used_at < $before

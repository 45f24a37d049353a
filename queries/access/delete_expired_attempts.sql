-- Forget the tries that lie before a moment.
-- in:  $before timestamp
-- out: nothing
delete from attempt
where last_at < $before

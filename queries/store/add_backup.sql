-- Record the path of a backup.
-- in:  $place text, $made_at timestamp
-- out: nothing
insert into backup_copy (place, made_at)
values ($place, $made_at)

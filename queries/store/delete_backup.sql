-- Strike a backup that is no longer there.
-- in:  $place text
-- out: nothing
delete from backup_copy
where place = $place

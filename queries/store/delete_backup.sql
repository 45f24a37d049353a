-- Delete the record of a backup.
-- in:  $place text
-- out: nothing
delete from backup_copy
where place = $place

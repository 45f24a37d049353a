-- Delete a participation.
-- in:  $id_hash text
-- out: nothing
delete from participation
where id_hash = $id_hash

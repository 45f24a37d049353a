-- Delete all rows of an import that wait or waited.
-- in:  $id text, $community text
-- out: nothing
delete from waiting_row
where batch = $id::uuid and community = $community

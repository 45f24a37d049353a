-- Delete the record of imports of a community.
-- in:  $community text
-- out: nothing
delete from import_batch
where community = $community

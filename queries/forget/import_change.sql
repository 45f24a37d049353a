-- Delete the record of what imports changed of a community.
-- in:  $community text
-- out: nothing
delete from import_change
where community = $community

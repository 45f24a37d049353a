-- Delete the history of a community's layers.
-- in:  $community text
-- out: nothing
delete from change
where community = $community

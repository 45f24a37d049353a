-- Delete what was said of the values of a community's files.
-- in:  $community text
-- out: nothing
delete from source_meaning
where community = $community

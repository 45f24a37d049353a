-- Delete the features of a community.
-- in:  $community text
-- out: nothing
delete from feature
where community = $community

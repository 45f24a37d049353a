-- Delete the base map of a community.
-- in:  $community text
-- out: nothing
delete from base_feature
where community = $community

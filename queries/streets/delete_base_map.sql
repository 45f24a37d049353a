-- Take away the base map of a community, before another takes its place.
-- in:  $community text
-- out: nothing
delete from base_feature
where community = $community

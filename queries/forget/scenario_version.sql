-- Delete a community's scenarios, with all versions.
-- in:  $community text
-- out: nothing
delete from scenario_version
where community = $community

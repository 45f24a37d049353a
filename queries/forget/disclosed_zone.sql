-- Delete the record of merged zones of a community.
-- in:  $community text
-- out: nothing
delete from disclosed_zone
where community = $community

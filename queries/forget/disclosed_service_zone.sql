-- Delete the record of zones named for confidential services of a community.
-- in:  $community text
-- out: nothing
delete from disclosed_service_zone
where community = $community

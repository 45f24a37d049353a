-- Delete the service candidates of a community.
-- in:  $community text
-- out: nothing
delete from service_candidate
where community = $community

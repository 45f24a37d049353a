-- Delete the ferries of a community.
-- in:  $community text
-- out: nothing
delete from street_ferry
where community = $community

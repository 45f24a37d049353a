-- Delete the turn restrictions of a community's streets.
-- in:  $community text
-- out: nothing
delete from street_turn_restriction
where community = $community

-- Forget the streets of a community.
-- in:  $community text
-- out: nothing
delete from street_edge
where community = $community

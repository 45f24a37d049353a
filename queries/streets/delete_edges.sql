-- Take away the streets of a community, before others take their place.
-- in:  $community text
-- out: nothing
delete from street_edge
where community = $community

-- Delete the street edges of a community.
-- in:  $community text
-- out: nothing
delete from street_edge
where community = $community

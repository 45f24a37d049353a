-- Delete the restrictions of a community's street edges.
-- in:  $community text
-- out: nothing
delete from street_restriction
where community = $community

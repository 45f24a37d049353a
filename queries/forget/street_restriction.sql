-- Delete the restrictions of street edges of a community.
-- in:  $community text
-- out: nothing
delete from street_restriction
where community = $community

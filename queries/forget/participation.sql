-- Forget the rows of a community in the table participation.
-- in:  $community text
-- out: nothing
delete from participation
where community = $community

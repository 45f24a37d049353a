-- Forget the rows of a community in the table drawing.
-- in:  $community text
-- out: nothing
delete from drawing
where community = $community

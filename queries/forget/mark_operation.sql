-- Forget the rows of a community in the table mark_operation.
-- in:  $community text
-- out: nothing
delete from mark_operation
where community = $community

-- Delete the operations on marks of a community.
-- in:  $community text
-- out: nothing
delete from mark_operation
where community = $community

-- Forget the groups that drew in a community.
-- in:  $community text
-- out: nothing
delete from drawing_session
where community = $community

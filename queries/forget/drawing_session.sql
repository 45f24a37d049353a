-- Delete the records of drawing sessions of a community.
-- in:  $community text
-- out: nothing
delete from drawing_session
where community = $community

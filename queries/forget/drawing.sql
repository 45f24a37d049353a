-- Delete the opened drawing sessions of a community.
-- in:  $community text
-- out: nothing
delete from drawing
where community = $community

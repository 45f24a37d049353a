-- Delete the participations in drawing sessions of a community.
-- in:  $community text
-- out: nothing
delete from participation
where community = $community

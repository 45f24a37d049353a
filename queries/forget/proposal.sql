-- Delete the proposals of a community.
-- in:  $community text
-- out: nothing
delete from proposal
where community = $community

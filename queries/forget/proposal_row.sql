-- Delete what the proposals of a community contain.
-- in:  $community text
-- out: nothing
delete from proposal_row
where community = $community

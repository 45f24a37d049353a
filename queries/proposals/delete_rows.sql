-- Delete what a proposal contains.
-- in:  $id text, $community text
-- out: nothing
delete from proposal_row
where proposal = $id::uuid and community = $community

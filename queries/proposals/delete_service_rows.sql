-- Delete some rows of proposals.
-- in:  $community text, incoming table(proposal text, number bigint)
-- out: nothing
delete from proposal_row
where
    community = $community
    and (proposal::text, number) in (select (incoming.proposal, incoming.number) from incoming)

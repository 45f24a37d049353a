-- Which services do the open proposals of a community contain?
-- in:  $community text
-- out: proposal text, number bigint, attributes text, wkb blob
select
    proposal_row.proposal::text as proposal,
    proposal_row.number,
    proposal_row.attributes::text as attributes,
    ST_AsWKB(proposal_row.geom) as wkb
from proposal_row
inner join proposal
    on proposal_row.proposal = proposal.id and proposal_row.community = proposal.community
where proposal_row.community = $community and proposal.target = 'services'
order by proposal_row.proposal, proposal_row.number

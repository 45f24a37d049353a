-- Which proposals are open in a community, of all accounts or of one? A null $account selects all,
-- and so does a null $community.
-- in:  $community text, $account text
-- out: id text, community text, target text, action text, row_count bigint, account text,
--      role text, proposed_at timestamp, layers_version bigint
select
    id::text as id,
    community,
    target,
    action,
    row_count,
    account,
    role,
    proposed_at,
    layers_version
from proposal
where
    state = 'open'
    and ($community::text is null or community = $community)
    and ($account::text is null or account = $account)
order by proposed_at, id

-- Record what became of an open proposal.
-- in:  $id text, $community text, $state text, $decided_by text, $decided_at timestamp,
--      $added bigint, $removed bigint
-- out: nothing
update proposal
set
    state = $state,
    decided_by = $decided_by,
    decided_at = $decided_at,
    added = $added,
    removed = $removed
where id = $id::uuid and community = $community and state = 'open'

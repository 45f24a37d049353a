-- Add an open proposal.
-- in:  $id text, $community text, $target text, $action text, $row_count bigint, $account text,
--      $role text, $proposed_at timestamp, $layers_version bigint
-- out: nothing
insert into proposal (
    id, community, target, action, row_count, account, role, proposed_at, layers_version, state
)
values (
    $id::uuid,
    $community,
    $target,
    $action,
    $row_count,
    $account,
    $role,
    $proposed_at,
    $layers_version,
    'open'
)

-- Who proposed to change which part of a community, and what became of it? `state` is one of
-- open, accepted, declined, withdrawn; `target` is a layer, or `boundary`.
-- in:  nothing
-- out: nothing
create table proposal (
    id uuid not null,
    community text not null,
    target text not null,
    action text not null,
    row_count bigint not null,
    account text not null,
    role text not null,
    proposed_at timestamp not null,
    layers_version bigint not null,
    state text not null,
    decided_by text,
    decided_at timestamp,
    added bigint,
    removed bigint
)

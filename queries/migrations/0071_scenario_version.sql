-- Which scenarios does a community have, in which versions, and what became of them?
-- in:  nothing
-- out: nothing
create table scenario_version (
    community text not null,
    name text not null,
    version integer not null,
    written_at timestamp not null,
    role text not null,
    action text not null,
    changes text not null
)

-- Who did what: lines that are only ever added, each sealed together with the one before.
-- in:  nothing
-- out: nothing
create table audit_line (
    number bigint not null,
    done_at timestamp not null,
    who text not null,
    action text not null,
    details text not null,
    previous text not null,
    hash text not null
)

-- How often was a password tried in vain, for an account or from a machine, both told by a seal?
-- in:  nothing
-- out: nothing
create table attempt (
    subject text not null,
    failures integer not null,
    last_at timestamp not null
)

-- Which operation on a mark was taken, and what was answered? Each is taken once.
-- in:  nothing
-- out: nothing
create table mark_operation (
    community text not null,
    code text not null,
    opid uuid not null,
    mark uuid not null,
    act text not null,
    number integer not null,
    revision bigint not null,
    taken_at timestamp not null,
    twin_of uuid
)

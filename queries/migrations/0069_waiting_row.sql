-- Which rows of imported files wait until somebody decides on them? `state` is one of open, taken,
-- left_out; what a row contains is deleted once it is decided on, and its digest tells it then if
-- the file is imported again.
-- in:  nothing
-- out: nothing
create table waiting_row (
    batch uuid not null,
    community text not null,
    number bigint not null,
    digest text not null,
    state text not null,
    attributes json,
    doubts json,
    geom geometry
)

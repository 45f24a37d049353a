-- What does an open proposal contain? One row a feature, or one for a boundary; none once it is
-- decided on.
-- in:  nothing
-- out: nothing
create table proposal_row (
    proposal uuid not null,
    community text not null,
    number bigint not null,
    attributes json not null,
    geom geometry not null
)

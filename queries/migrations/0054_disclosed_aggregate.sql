-- Which household aggregates were disclosed, where and with how many people?
-- in:  nothing
-- out: nothing
create table disclosed_aggregate (
    community text not null,
    id uuid not null,
    lon double not null,
    lat double not null,
    people double not null,
    women double
)

-- Which ferries are there between nodes of streets, and how long does each part of them take?
-- in:  nothing
-- out: nothing
create table street_ferry (
    community text not null,
    edge integer not null,
    u integer not null,
    v integer not null,
    way bigint not null,
    name text,
    minutes double not null,
    access text,
    open_hours text,
    direction integer not null,
    geom geometry not null
)

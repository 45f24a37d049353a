-- The pieces of street between junctions, as the extract told them.
-- in:  nothing
-- out: nothing
create table street_edge (
    community text not null,
    edge integer not null,
    u integer not null,
    v integer not null,
    way bigint not null,
    name text,
    kind text not null,
    lit text,
    surface text,
    steps boolean not null,
    bridge boolean not null,
    fragment integer not null,
    routable boolean not null,
    geom geometry not null
)

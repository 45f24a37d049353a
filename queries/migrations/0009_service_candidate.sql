-- Which services did the extract name, and what did people decide about each?
-- in:  nothing
-- out: nothing
create table service_candidate (
    community text not null,
    osm_id text not null,
    type text not null,
    name text,
    phone text,
    opening_hours text,
    confidential boolean not null,
    decision text not null,
    geom geometry not null
)

-- Which zones, merged until each had enough homes, disclose where a confidential service is?
-- in:  nothing
-- out: nothing
create table disclosed_zone (
    community text not null,
    number integer not null,
    code text,
    name text,
    homes integer not null,
    zones_digest text not null,
    geom geometry not null
)

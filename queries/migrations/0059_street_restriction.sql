-- Who may pass an edge, when and in which direction? Only edges with a restriction have a row.
-- in:  nothing
-- out: nothing
create table street_restriction (
    community text not null,
    edge integer not null,
    access text,
    open_hours text,
    barrier text,
    direction integer not null,
    drive_access text,
    drive_direction integer not null,
    drive_km_h double
)

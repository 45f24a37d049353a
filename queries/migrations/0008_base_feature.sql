-- What the base map shows, in the projection of its tiles, with bounds that prune.
-- in:  nothing
-- out: nothing
create table base_feature (
    community text not null,
    layer text not null,
    class text not null,
    name text,
    bridge boolean not null,
    steps boolean not null,
    rank integer not null,
    min_x double not null,
    min_y double not null,
    max_x double not null,
    max_y double not null,
    geom geometry not null
)

-- What is known of a community itself?
-- in:  nothing
-- out: nothing
create table community (
    slug text primary key,
    name text not null,
    country text,
    locale text not null,
    timezone text,
    demonstration boolean not null,
    boundary geometry,
    day_starts time,
    day_ends time,
    layers_version bigint not null,
    streets_version bigint not null,
    streets_source text,
    added_at timestamptz not null
)

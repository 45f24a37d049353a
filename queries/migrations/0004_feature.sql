-- Everything a community has drawn or brought: one row a feature, whatever its layer.
-- in:  nothing
-- out: nothing
create table feature (
    number bigint not null default nextval('feature_number'),
    id uuid not null,
    community text not null,
    layer text not null,
    attributes json not null,
    geom geometry not null
)

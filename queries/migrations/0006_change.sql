-- The history of every layer: who changed what, when, from what, to what?
-- in:  nothing
-- out: nothing
create table change (
    number bigint not null default nextval('change_number'),
    changed_at timestamptz not null,
    who text not null,
    community text not null,
    layer text not null,
    object_id uuid not null,
    action text not null,
    before_attributes json,
    before_geom geometry,
    after_attributes json,
    after_geom geometry
)

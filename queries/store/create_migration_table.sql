-- Create the table of applied migrations.
-- in:  nothing
-- out: nothing
create table if not exists migration (
    number integer not null,
    name text not null,
    applied_at timestamptz not null
)

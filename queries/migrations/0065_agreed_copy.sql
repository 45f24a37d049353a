-- Which risk areas hold only the part of a mark that several groups agreed on?
-- in:  nothing
-- out: nothing
create table agreed_copy (
    community text not null,
    code text not null,
    id uuid not null
)

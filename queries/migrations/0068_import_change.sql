-- Which changes of the history did an import make? For its undoing.
-- in:  nothing
-- out: nothing
create table import_change (
    batch uuid not null,
    community text not null,
    number bigint not null
)

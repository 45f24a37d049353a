-- Which files were imported into which layer, by whom, and has it been undone?
-- in:  nothing
-- out: nothing
create table import_batch (
    id uuid not null,
    community text not null,
    layer text not null,
    file text not null,
    account text not null,
    role text not null,
    imported_at timestamp not null,
    undone_at timestamp
)

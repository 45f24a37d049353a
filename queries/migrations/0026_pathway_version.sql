-- How has a network worded and ordered its pathways? Rows are only added; no document: the starter.
-- in:  nothing
-- out: nothing
create table pathway_version (
    community text not null,
    situation text not null,
    version integer not null,
    written_at timestamp not null,
    who text not null,
    document text
)

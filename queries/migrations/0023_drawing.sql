-- Which drawing sessions may be joined, by which word, and how far are they? Beside
-- drawing_session, which says who drew: a session brought from a file is never joined.
-- in:  nothing
-- out: nothing
create table drawing (
    community text not null,
    code text not null,
    word text not null,
    opened_at timestamp not null,
    shared_at timestamp,
    closed_at timestamp
)

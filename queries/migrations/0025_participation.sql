-- Which phones take part in a drawing session? A number's hash each; nobody's name.
-- in:  nothing
-- out: nothing
create table participation (
    id_hash text not null,
    community text not null,
    code text not null,
    began_at timestamp not null,
    seen_at timestamp not null
)

-- Which accounts may sign in? Each is named after what it does, never after who uses it.
-- in:  nothing
-- out: nothing
create table account (
    name text not null,
    role text not null,
    password_hash text not null,
    added_at timestamp not null
)

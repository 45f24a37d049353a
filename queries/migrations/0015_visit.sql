-- Who is signed in, since when, and when were they last here?
-- in:  nothing
-- out: nothing
create table visit (
    id_hash text not null,
    account text not null,
    began_at timestamp not null,
    seen_at timestamp not null,
    revoked_at timestamp
)

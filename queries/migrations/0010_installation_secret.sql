-- Which random secrets does this installation keep for itself?
-- in:  nothing
-- out: nothing
create table installation_secret (
    name text primary key,
    secret blob not null
)

-- Key of `visit`: a session token is one session.
-- DuckDB adds no check and no foreign key to a table that exists: code and tests hold those.
-- in:  nothing
-- out: nothing
create unique index visit_key on visit (id_hash)

-- Key of `drawing`: a session is drawn once.
-- DuckDB adds no check and no foreign key to a table that exists: code and tests hold those.
-- in:  nothing
-- out: nothing
create unique index drawing_key on drawing (community, code)

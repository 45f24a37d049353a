-- Key of `drawing_session`: a code is one session of a community.
-- DuckDB adds no check and no foreign key to a table that exists: code and tests hold those.
-- in:  nothing
-- out: nothing
create unique index drawing_session_key on drawing_session (community, code)

-- Key of `attempt`: failed attempts are one row a subject.
-- DuckDB adds no check and no foreign key to a table that exists: code and tests hold those.
-- in:  nothing
-- out: nothing
create unique index attempt_key on attempt (subject)

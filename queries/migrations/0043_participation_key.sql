-- Key of `participation`: a token of a phone is one participation.
-- DuckDB adds no check and no foreign key to a table that exists: code and tests hold those.
-- in:  nothing
-- out: nothing
create unique index participation_key on participation (id_hash)

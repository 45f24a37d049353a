-- Key of `used_answer`: a sign-in of a provider counts once.
-- DuckDB adds no check and no foreign key to a table that exists: code and tests hold those.
-- in:  nothing
-- out: nothing
create unique index used_answer_key on used_answer (answer)

-- Key of `mark_operation`: an operation of a phone is recorded once.
-- DuckDB adds no check and no foreign key to a table that exists: code and tests hold those.
-- in:  nothing
-- out: nothing
create unique index mark_operation_key on mark_operation (community, code, opid)

-- Key of `account`: an account has a name of its own.
-- DuckDB adds no check and no foreign key to a table that exists: code and tests hold those.
-- in:  nothing
-- out: nothing
create unique index account_key on account (name)

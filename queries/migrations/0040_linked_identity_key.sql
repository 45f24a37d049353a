-- Key of `linked_identity`: an identity opens one account.
-- DuckDB adds no check and no foreign key to a table that exists: code and tests hold those.
-- in:  nothing
-- out: nothing
create unique index linked_identity_key on linked_identity (identity)

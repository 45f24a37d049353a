-- Key of `pathway_version`: versions of a pathway have numbers of their own.
-- DuckDB adds no check and no foreign key to a table that exists: code and tests hold those.
-- in:  nothing
-- out: nothing
create unique index pathway_version_key on pathway_version (community, situation, version)

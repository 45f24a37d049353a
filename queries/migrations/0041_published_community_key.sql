-- Key of `published_community`: a community is published once.
-- DuckDB adds no check and no foreign key to a table that exists: code and tests hold those.
-- in:  nothing
-- out: nothing
create unique index published_community_key on published_community (community)

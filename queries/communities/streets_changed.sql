-- Increment the version of a community's streets, and set their attribution.
-- in:  $slug text, $source text
-- out: nothing
update community
set streets_version = streets_version + 1, streets_source = $source
where slug = $slug

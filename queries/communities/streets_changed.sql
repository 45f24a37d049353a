-- Count one more change of a community's streets, and note where they came from.
-- in:  $slug text, $source text
-- out: nothing
update community
set streets_version = streets_version + 1, streets_source = $source
where slug = $slug

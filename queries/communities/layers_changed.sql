-- Increment the version of a community's layers.
-- in:  $slug text
-- out: nothing
update community
set layers_version = layers_version + 1
where slug = $slug

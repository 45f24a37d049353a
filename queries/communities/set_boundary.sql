-- Set the boundary of a community, and the time zone found by it.
-- in:  $slug text, $boundary blob, $timezone text
-- out: nothing
update community
set
    boundary = ST_GeomFromWKB($boundary),
    timezone = $timezone,
    layers_version = layers_version + 1
where slug = $slug

-- Update the record of a community, but its boundary.
-- in:  $slug text, $name text, $country text, $locale text, $timezone text,
--      $day_starts time, $day_ends time, $stale_days integer,
--      $unlit_factor double
-- out: nothing
update community
set
    name = $name,
    country = $country,
    locale = $locale,
    timezone = $timezone,
    day_starts = $day_starts,
    day_ends = $day_ends,
    stale_days = $stale_days,
    unlit_factor = $unlit_factor,
    layers_version = layers_version + 1
where slug = $slug

-- Add a community.
-- in:  $slug text, $name text, $country text, $locale text, $timezone text,
--      $demonstration boolean, $boundary blob, $day_starts time, $day_ends time,
--      $stale_days integer, $unlit_factor double
-- out: nothing
insert into community
values (
    $slug,
    $name,
    $country,
    $locale,
    $timezone,
    $demonstration,
    ST_GeomFromWKB($boundary),
    $day_starts,
    $day_ends,
    0,
    0,
    null,
    now(),
    $stale_days,
    $unlit_factor
)

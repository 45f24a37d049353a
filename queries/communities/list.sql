-- Which communities does this installation have? A null $slug selects all, any other that one.
-- in:  $slug text
-- out: slug text, name text, country text, locale text, timezone text, demonstration boolean,
--      boundary blob, day_starts time, day_ends time, layers_version bigint,
--      streets_version bigint, streets_source text, stale_days integer,
--      unlit_factor double
select
    slug,
    name,
    country,
    locale,
    timezone,
    demonstration,
    ST_AsWKB(boundary) as boundary,
    day_starts,
    day_ends,
    layers_version,
    streets_version,
    streets_source,
    stale_days,
    unlit_factor
from community
where $slug::text is null or slug = $slug
order by demonstration, name, slug

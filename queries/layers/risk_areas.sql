-- Which risk areas does a community have?
-- in:  $community text
-- out: id text, category text, severity integer, holds text, note text, session text, wkb blob
select
    id::text as id,
    attributes ->> 'category' as category,
    (attributes ->> 'severity')::integer as severity,
    attributes ->> 'holds' as holds,
    attributes ->> 'note' as note,
    attributes ->> 'session' as session,
    ST_AsWKB(geom) as wkb
from feature
where community = $community and layer = 'risk_areas'
order by number

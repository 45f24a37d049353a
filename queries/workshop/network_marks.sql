-- Which marks of shared drawing sessions are neither withdrawn nor in the agreed layers yet?
-- in:  $community text, $kind text
-- out: id text, session text, category text, severity integer, holds text, age_band text,
--      wkb blob
select
    feature.id::text as id,
    drawing.code as session,
    feature.attributes ->> 'category' as category,
    (feature.attributes ->> 'severity')::integer as severity,
    feature.attributes ->> 'holds' as holds,
    said.age_band,
    ST_AsWKB(feature.geom) as wkb
from feature
inner join drawing
    on drawing.community = feature.community
    and drawing.code = (feature.attributes ->> 'session')
inner join drawing_session as said
    on said.community = drawing.community and said.code = drawing.code
where
    feature.community = $community
    and feature.layer = 'marks'
    and drawing.shared_at is not null
    and said.agreed_on is null
    and (feature.attributes ->> 'kind') = $kind
    and not coalesce((feature.attributes ->> 'aside')::boolean, false)
order by feature.number

-- Which incoming features are identical to a feature of the layer?
-- in:  $community text, $layer text, incoming table(id text, attributes text, wkb blob)
-- out: id text
select incoming.id
from incoming
where exists (
    select 1
    from feature
    where
        feature.community = $community
        and feature.layer = $layer
        and feature.attributes::text = incoming.attributes
        and ST_AsWKB(feature.geom) = incoming.wkb
)
order by incoming.id

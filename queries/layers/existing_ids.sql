-- Which incoming features are identical to which features of the layer?
-- in:  $community text, $layer text, incoming table(id text, attributes text, wkb blob)
-- out: id text, stored text
select
    incoming.id,
    feature.id::text as stored
from incoming
inner join feature
    on feature.attributes::text = incoming.attributes and ST_AsWKB(feature.geom) = incoming.wkb
where feature.community = $community and feature.layer = $layer
order by incoming.id, feature.id

-- Which names does the base map have, and within which bounds?
-- in:  $community text
-- out: name text, kind text, west double, south double, east double, north double
select
    name,
    case when layer = 'place' then 'place' else 'street' end as kind,
    min(ST_XMin(ground)) as west,
    min(ST_YMin(ground)) as south,
    max(ST_XMax(ground)) as east,
    max(ST_YMax(ground)) as north
from (
    select
        name,
        layer,
        ST_Transform(geom, 'EPSG:3857', 'EPSG:4326', always_xy := true) as ground
    from base_feature
    where community = $community and name is not null and layer in ('street', 'place')
) as named
group by name, kind
order by name, kind

-- Where do people live, and how many?
-- in:  $community text
-- out: id text, people double, women double, wkb blob
select
    id::text as id,
    (attributes ->> 'people')::double as people,
    (attributes ->> 'women')::double as women,
    ST_AsWKB(geom) as wkb
from feature
where community = $community and layer = 'demand'
order by number

-- Which rows of an import wait?
-- in:  $id text, $community text
-- out: number bigint, digest text, attributes text, doubts text, wkb blob
select
    number,
    digest,
    attributes::text as attributes,
    doubts::text as doubts,
    ST_AsWKB(geom) as wkb
from waiting_row
where batch = $id::uuid and community = $community and state = 'open'
order by number

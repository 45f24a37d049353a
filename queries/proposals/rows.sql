-- What does a proposal contain?
-- in:  $id text, $community text
-- out: attributes text, wkb blob
select
    attributes::text as attributes,
    ST_AsWKB(geom) as wkb
from proposal_row
where proposal = $id::uuid and community = $community
order by number

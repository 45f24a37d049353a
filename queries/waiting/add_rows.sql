-- Keep rows of a file until somebody decides on them.
-- in:  $id text, $community text,
--      incoming table(number bigint, digest text, attributes text, doubts text, wkb blob)
-- out: nothing
insert into waiting_row (batch, community, number, digest, state, attributes, doubts, geom)
select
    $id::uuid, $community, number, digest, 'open', attributes::json, doubts::json,
    ST_GeomFromWKB(wkb)
from incoming

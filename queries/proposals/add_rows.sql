-- Add what a proposal contains, in its order.
-- in:  $id text, $community text, incoming table(number bigint, attributes text, wkb blob)
-- out: nothing
insert into proposal_row (proposal, community, number, attributes, geom)
select $id::uuid, $community, number, attributes::json, ST_GeomFromWKB(wkb)
from incoming

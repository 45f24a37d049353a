-- Record risk areas that hold the agreed part of a mark.
-- in:  $community text, incoming table(id text, code text)
-- out: nothing
insert into agreed_copy (community, code, id)
select $community, code, id::uuid
from incoming

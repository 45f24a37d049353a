-- Record street lamps on edges of a community.
-- in:  $community text, incoming table(edge integer)
-- out: nothing
update street_edge
set lit = 'yes'
from incoming
where street_edge.community = $community and street_edge.edge = incoming.edge

-- Add turn restrictions of a community's streets.
-- in:  $community text, incoming table(from_edge integer, via_node integer, to_edge integer,
--      mandatory boolean)
-- out: nothing
insert into street_turn_restriction
select $community, from_edge, via_node, to_edge, mandatory
from incoming

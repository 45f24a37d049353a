-- Which turns may vehicles not make, or have to make, and at which end of the edge they come from?
-- in:  $community text
-- out: from_edge integer, at_last_node boolean, to_edge integer, mandatory boolean
select from_edge, via_node = street.v as at_last_node, to_edge, mandatory
from street_turn_restriction as turn
join street_edge as street
    on street.community = turn.community and street.edge = turn.from_edge
where turn.community = $community and via_node in (street.u, street.v)
order by from_edge, at_last_node, to_edge, mandatory

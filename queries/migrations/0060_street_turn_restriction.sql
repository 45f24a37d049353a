-- Which turns may vehicles not make, or have to make, from one street edge into another?
-- in:  nothing
-- out: nothing
create table street_turn_restriction (
    community text not null,
    from_edge integer not null,
    via_node integer not null,
    to_edge integer not null,
    mandatory boolean not null
)

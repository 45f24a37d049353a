-- Which ferries does a community have, and which street is at each of their nodes?
-- in:  $community text
-- out: edge integer, u integer, v integer, name text, minutes double, access text,
--      open_hours text, direction integer, u_edge integer, u_at_last boolean, v_edge integer,
--      v_at_last boolean, wkb blob
with terminal as (
    select node, min(edge) as edge, arg_min(at_last, edge) as at_last
    from (
        select u as node, edge, false as at_last
        from street_edge
        where community = $community and routable
        union all
        select v as node, edge, true as at_last
        from street_edge
        where community = $community and routable
    )
    group by node
)

select
    ferry.edge, u, v, name, minutes, access, open_hours, direction, at_u.edge as u_edge,
    at_u.at_last as u_at_last, at_v.edge as v_edge, at_v.at_last as v_at_last,
    ST_AsWKB(geom) as wkb
from street_ferry as ferry
left join terminal as at_u on at_u.node = ferry.u
left join terminal as at_v on at_v.node = ferry.v
where ferry.community = $community
order by ferry.edge

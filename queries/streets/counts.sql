-- How many edges, junctions, fragments and undecided candidates does a community have?
-- in:  $community text
-- out: edges bigint, junctions bigint, fragments bigint, candidates bigint
-- one row
select
    count(*)::bigint as edges,
    (
        select count(*)::bigint
        from (
            select u from street_edge where community = $community
            union
            select v from street_edge where community = $community
        )
    ) as junctions,
    count(distinct fragment)::bigint as fragments,
    (
        select count(*)::bigint from service_candidate
        where community = $community and decision = 'open'
    ) as candidates
from street_edge
where community = $community

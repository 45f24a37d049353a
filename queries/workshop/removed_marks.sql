-- Which marks of a drawing session were removed after a revision, and not restored?
-- in:  $community text, $code text, $since bigint
-- out: id text, number integer, revision bigint, taken_at timestamp
select
    mark::text as id,
    arg_max(number, revision) as number,
    max(revision)::bigint as revision,
    arg_max(taken_at, revision) as taken_at
from mark_operation
where community = $community and code = $code
group by mark
having arg_max(act, revision) = 'remove' and max(revision) > $since
order by max(revision)

-- What are the latest revision and the highest number of a mark of a drawing session?
-- in:  $community text, $code text
-- out: revision bigint, number integer
-- one row
select
    coalesce(max(revision), 0)::bigint as revision,
    coalesce(max(number), 0)::integer as number
from mark_operation
where community = $community and code = $code

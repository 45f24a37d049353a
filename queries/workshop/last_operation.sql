-- What was the last operation on a mark, and in which drawing session?
-- in:  $mark text
-- out: community text, code text, act text, number integer, revision bigint
-- one row
select community, code, act, number, revision
from mark_operation
where mark = $mark::uuid
order by revision desc
limit 1

-- Which of these operations were applied before, in any drawing session?
-- in:  $opids text[]
-- out: opid text, community text, code text, mark text, number integer, revision bigint,
--      taken_at timestamp, twin_of text
select
    mark_operation.opid::text as opid,
    community,
    code,
    mark::text as mark,
    number,
    revision,
    taken_at,
    twin_of::text as twin_of
from mark_operation
where list_contains($opids::uuid[], mark_operation.opid)
order by revision

-- Which versions of marks were imported before, the latest of each last?
-- in:  incoming table(beginning text)
-- out: community text, code text, opid text, mark text, revision bigint
select
    community,
    code,
    opid::text as opid,
    mark::text as mark,
    revision
from mark_operation
inner join incoming on left(mark_operation.opid::text, 28) = incoming.beginning
order by opid

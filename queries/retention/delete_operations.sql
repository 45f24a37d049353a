-- Delete the operations of drawing sessions.
-- in:  incoming table(community text, code text)
-- out: nothing
delete from mark_operation
where exists (
    select 1
    from incoming
    where incoming.community = mark_operation.community and incoming.code = mark_operation.code
)

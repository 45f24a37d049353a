-- Delete the participations in drawing sessions.
-- in:  incoming table(community text, code text)
-- out: nothing
delete from participation
where exists (
    select 1
    from incoming
    where incoming.community = participation.community and incoming.code = participation.code
)

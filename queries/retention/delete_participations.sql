-- Let go of the phones that took part in some drawing sessions.
-- in:  incoming table(community text, code text)
-- out: nothing
delete from participation
where exists (
    select 1
    from incoming
    where incoming.community = participation.community and incoming.code = participation.code
)

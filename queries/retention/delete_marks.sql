-- Delete the features of drawing sessions.
-- in:  incoming table(community text, code text)
-- out: nothing
delete from feature
where exists (
    select 1
    from incoming
    where incoming.community = feature.community
      and incoming.code = (feature.attributes ->> 'session')
)

-- Delete the features of drawing sessions, but for what several groups agreed on.
-- in:  incoming table(community text, code text)
-- out: nothing
delete from feature
where exists (
    select 1
    from incoming
    where incoming.community = feature.community
      and incoming.code = (feature.attributes ->> 'session')
)
and not exists (
    select 1
    from agreed_copy
    where
        agreed_copy.community = feature.community
        and agreed_copy.id = feature.id
        and feature.layer = 'risk_areas'
)

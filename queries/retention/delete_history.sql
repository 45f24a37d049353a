-- Delete the history of the marks of drawing sessions, but for what several groups agreed on.
-- in:  incoming table(community text, code text)
-- out: nothing
delete from change
where exists (
    select 1
    from incoming
    where incoming.community = change.community
      and (
          incoming.code = (change.before_attributes ->> 'session')
          or incoming.code = (change.after_attributes ->> 'session')
      )
)
and not exists (
    select 1
    from agreed_copy
    where
        agreed_copy.community = change.community
        and agreed_copy.id = change.object_id
        and change.layer = 'risk_areas'
)

-- Delete the history of the marks of drawing sessions.
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

-- Close drawing sessions.
-- in:  incoming table(community text, code text), $closed_at timestamp
-- out: nothing
update drawing
set closed_at = $closed_at
where closed_at is null
  and exists (
      select 1
      from incoming
      where incoming.community = drawing.community and incoming.code = drawing.code
  )

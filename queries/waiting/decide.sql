-- Note what was decided on rows that wait, and delete what they contain.
-- in:  $id text, $community text, $state text, incoming table(number bigint)
-- out: nothing
update waiting_row
set state = $state, attributes = null, doubts = null, geom = null
where
    batch = $id::uuid
    and community = $community
    and state = 'open'
    and number in (select number from incoming)

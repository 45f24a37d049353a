-- Note a group's drawing session.
-- in:  $community text, $code text, $held_on date, $age_band text, $participants integer,
--      $moment text, $facilitator_role text, $consent boolean
-- out: nothing
insert into drawing_session
values ($community, $code, $held_on, $age_band, $participants, $moment, $facilitator_role, $consent)

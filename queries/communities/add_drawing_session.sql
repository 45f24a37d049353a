-- Add the record of a drawing session.
-- in:  $community text, $code text, $held_on date, $age_band text, $participants integer,
--      $moment text, $facilitator_role text, $consent boolean, $agreed_on date
-- out: nothing
insert into drawing_session (
    community, code, held_on, age_band, participants, moment, facilitator_role, consent, agreed_on
)
values (
    $community, $code, $held_on, $age_band, $participants, $moment, $facilitator_role, $consent,
    $agreed_on
)

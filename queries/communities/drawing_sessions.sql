-- Which drawing sessions does a community have?
-- in:  $community text
-- out: code text, held_on date, age_band text, participants integer, moment text,
--      facilitator_role text, consent boolean, agreed_on date
select code, held_on, age_band, participants, moment, facilitator_role, consent, agreed_on
from drawing_session
where community = $community
order by held_on, code

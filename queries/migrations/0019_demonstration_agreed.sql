-- What groups of a demonstration drew with consent is agreed from the day it was drawn.
-- in:  nothing
-- out: nothing
update drawing_session
set agreed_on = held_on
where consent
  and community in (select slug from community where demonstration)

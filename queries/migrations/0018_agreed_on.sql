-- When did the network agree that what a group drew is to be kept?
-- in:  nothing
-- out: nothing
alter table drawing_session add column agreed_on date

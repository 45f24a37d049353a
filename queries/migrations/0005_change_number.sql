-- In which order did changes happen?
-- in:  nothing
-- out: nothing
create sequence change_number

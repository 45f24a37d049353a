-- In which order were features added?
-- in:  nothing
-- out: nothing
create sequence feature_number

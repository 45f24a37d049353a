-- Let no statement change a setting any more.
-- in:  nothing
-- out: nothing
set lock_configuration = true

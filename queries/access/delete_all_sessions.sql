-- Drop every visit: nobody stays signed in.
-- in:  nothing
-- out: nothing
delete from visit

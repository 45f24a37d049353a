-- Delete all sessions: everybody is signed out.
-- in:  nothing
-- out: nothing
delete from visit

-- Detach the file that was copied to.
-- in:  nothing
-- out: nothing
detach copied

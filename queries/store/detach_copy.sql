-- Let go of the file that was copied into.
-- in:  nothing
-- out: nothing
detach copied

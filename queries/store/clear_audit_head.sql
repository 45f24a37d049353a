-- Drop the beginning of the audit log that a new file has: the copied one takes its place.
-- in:  nothing
-- out: nothing
delete from audit_head

-- Set the number of lines and the last hash of the audit log.
-- in:  $lines bigint, $hash text
-- out: nothing
update audit_head
set lines = $lines, hash = $hash

-- Remember the seal of the line just added.
-- in:  $lines bigint, $hash text
-- out: nothing
update audit_head
set lines = $lines, hash = $hash

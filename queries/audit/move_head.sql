-- Remember the seal of the line just added; of two who add at once, one begins again.
-- in:  $lines bigint, $hash text
-- out: nothing
update audit_head
set lines = $lines, hash = $hash

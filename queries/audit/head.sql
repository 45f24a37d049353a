-- How long is the audit log, and what seals its last line and its beginning?
-- in:  nothing
-- out: lines bigint, beginning text, hash text
-- one row
select lines, beginning, hash
from audit_head

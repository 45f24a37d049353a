-- How many lines does the audit log have, and what are its first and last hash?
-- in:  nothing
-- out: lines bigint, beginning text, hash text
select lines, beginning, hash
from audit_head
order by lines, beginning, hash

-- How many lines the audit log has, and the seal of its last one; it begins with a chance value.
-- in:  nothing
-- out: nothing
create table audit_head as
select 0::bigint as lines, beginning, beginning as hash
from (select sha256(concat(uuid()::text, uuid()::text, now()::text)) as beginning)

-- Which lines does the audit log have, from its beginning?
-- in:  nothing
-- out: number bigint, done_at timestamp, who text, action text, details text, previous text, hash text
select number, done_at, who, action, details, previous, hash
from audit_line
order by number, done_at, hash

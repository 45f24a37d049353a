-- Which lines does the audit log have, the latest first?
-- in:  $most integer
-- out: number bigint, done_at timestamp, who text, action text, details text, previous text, hash text
select number, done_at, who, action, details, previous, hash
from audit_line
order by number desc, hash
limit $most

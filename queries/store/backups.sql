-- Where were backups put?
-- in:  nothing
-- out: place text
select distinct place
from backup_copy
order by place

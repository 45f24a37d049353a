-- Which paths were backups written to?
-- in:  nothing
-- out: place text
select distinct place
from backup_copy
order by place

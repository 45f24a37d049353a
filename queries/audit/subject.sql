-- By which word does the audit log call a community?
-- in:  $community text
-- out: subject text
select subject
from audit_subject
where community = $community
order by subject

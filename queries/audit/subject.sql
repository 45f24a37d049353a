-- Which pseudonym does a community have in the audit log?
-- in:  $community text
-- out: subject text
select subject
from audit_subject
where community = $community
order by subject

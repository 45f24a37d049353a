-- Which community does each pseudonym of the audit log stand for?
-- in:  nothing
-- out: community text, subject text
select community, subject
from audit_subject
order by community

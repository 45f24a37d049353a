-- Add the pseudonym of a community in the audit log.
-- in:  $community text, $subject text
-- out: nothing
insert into audit_subject (community, subject)
values ($community, $subject)

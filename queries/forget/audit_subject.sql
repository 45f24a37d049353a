-- Delete the pseudonym of a community in the audit log.
-- in:  $community text
-- out: nothing
delete from audit_subject
where community = $community

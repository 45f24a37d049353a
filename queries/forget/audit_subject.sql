-- Forget which community a word of the audit log stands for.
-- in:  $community text
-- out: nothing
delete from audit_subject
where community = $community

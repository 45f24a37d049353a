-- Forget the tries of an account or a machine.
-- in:  $subject text
-- out: nothing
delete from attempt
where subject = $subject

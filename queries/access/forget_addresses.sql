-- Delete the known addresses of a subject.
-- in:  $subject text
-- out: nothing
delete from known_address
where subject = $subject

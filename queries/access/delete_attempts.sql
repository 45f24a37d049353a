-- Delete the attempts of a pseudonym.
-- in:  $subject text
-- out: nothing
delete from attempt
where subject = $subject

-- Add the failed attempts of a pseudonym.
-- in:  $subject text, $failures integer, $last_at timestamp
-- out: nothing
insert into attempt (subject, failures, last_at)
values ($subject, $failures, $last_at)

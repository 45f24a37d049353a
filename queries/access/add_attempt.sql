-- Note the first try in vain.
-- in:  $subject text, $failures integer, $last_at timestamp
-- out: nothing
insert into attempt (subject, failures, last_at)
values ($subject, $failures, $last_at)

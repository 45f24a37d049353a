-- Note the day on which what a group drew was agreed to be kept.
-- in:  $community text, $code text, $agreed_on date
-- out: nothing
update drawing_session
set agreed_on = $agreed_on
where community = $community and code = $code

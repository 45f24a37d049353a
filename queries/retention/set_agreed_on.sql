-- Set the day on which the network agreed to keep the marks of a drawing session.
-- in:  $community text, $code text, $agreed_on date
-- out: nothing
update drawing_session
set agreed_on = $agreed_on
where community = $community and code = $code

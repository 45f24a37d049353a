-- Take away the services nobody has decided on, before others are offered.
-- in:  $community text
-- out: nothing
delete from service_candidate
where community = $community and decision = 'open'

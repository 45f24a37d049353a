-- Forget which services the extract of a community named.
-- in:  $community text
-- out: nothing
delete from service_candidate
where community = $community

-- Delete the record of agreed parts of a community.
-- in:  $community text
-- out: nothing
delete from agreed_copy
where community = $community

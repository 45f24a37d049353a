-- Delete the record of a community.
-- in:  $community text
-- out: nothing
delete from community
where slug = $community

-- Forget a community's own record.
-- in:  $community text
-- out: nothing
delete from community
where slug = $community

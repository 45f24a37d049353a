-- Show a community only to those who sign in.
-- in:  $community text
-- out: nothing
delete from published_community
where community = $community

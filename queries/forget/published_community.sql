-- Forget that a community could be seen without signing in.
-- in:  $community text
-- out: nothing
delete from published_community
where community = $community

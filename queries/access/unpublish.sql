-- Unpublish a community: it can be read only after signing in.
-- in:  $community text
-- out: nothing
delete from published_community
where community = $community

-- Delete the publication of a community.
-- in:  $community text
-- out: nothing
delete from published_community
where community = $community

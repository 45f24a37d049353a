-- Delete the record of disclosed homes of a community.
-- in:  $community text
-- out: nothing
delete from disclosed_site
where community = $community

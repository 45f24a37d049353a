-- Forget a community's own pathways, with all their versions.
-- in:  $community text
-- out: nothing
delete from pathway_version
where community = $community

-- Delete a community's own pathways, with all versions.
-- in:  $community text
-- out: nothing
delete from pathway_version
where community = $community

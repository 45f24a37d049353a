-- Drop rows of `pathway_version` that two transactions at once may have added twice; the first one stays.
-- in:  nothing
-- out: nothing
delete from pathway_version
where rowid not in (select min(rowid) from pathway_version group by community, situation, version)

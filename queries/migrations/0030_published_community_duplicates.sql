-- Drop rows of `published_community` that two transactions at once may have added twice; the first one stays.
-- in:  nothing
-- out: nothing
delete from published_community
where rowid not in (select min(rowid) from published_community group by community)

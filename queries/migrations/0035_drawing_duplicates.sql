-- Drop rows of `drawing` that two transactions at once may have added twice; the first one stays.
-- in:  nothing
-- out: nothing
delete from drawing
where rowid not in (select min(rowid) from drawing group by community, code)

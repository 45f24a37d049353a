-- Drop rows of `drawing_session` that two transactions at once may have added twice; the first one stays.
-- in:  nothing
-- out: nothing
delete from drawing_session
where rowid not in (select min(rowid) from drawing_session group by community, code)

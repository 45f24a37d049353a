-- Drop rows of `visit` that two transactions at once may have added twice; the first one stays.
-- in:  nothing
-- out: nothing
delete from visit
where rowid not in (select min(rowid) from visit group by id_hash)

-- Drop rows of `participation` that two transactions at once may have added twice; the first one stays.
-- in:  nothing
-- out: nothing
delete from participation
where rowid not in (select min(rowid) from participation group by id_hash)

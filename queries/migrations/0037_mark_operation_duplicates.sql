-- Drop rows of `mark_operation` that two transactions at once may have added twice; the first one stays.
-- in:  nothing
-- out: nothing
delete from mark_operation
where rowid not in (select min(rowid) from mark_operation group by community, code, opid)

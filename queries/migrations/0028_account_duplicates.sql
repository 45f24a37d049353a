-- Drop rows of `account` that two transactions at once may have added twice; the first one stays.
-- in:  nothing
-- out: nothing
delete from account
where rowid not in (select min(rowid) from account group by name)

-- Drop rows of `attempt` that two transactions at once may have added twice; the first one stays.
-- in:  nothing
-- out: nothing
delete from attempt
where rowid not in (select min(rowid) from attempt group by subject)

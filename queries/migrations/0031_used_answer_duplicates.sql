-- Drop rows of `used_answer` that two transactions at once may have added twice; the first one stays.
-- in:  nothing
-- out: nothing
delete from used_answer
where rowid not in (select min(rowid) from used_answer group by answer)

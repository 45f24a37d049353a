-- Drop rows of `linked_identity` that two transactions at once may have added twice; the first one stays.
-- in:  nothing
-- out: nothing
delete from linked_identity
where rowid not in (select min(rowid) from linked_identity group by identity)

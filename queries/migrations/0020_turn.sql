-- Whose turn is it? Whoever must not meet another changes this row first.
-- in:  nothing
-- out: nothing
create table turn as
select 0::bigint as number

-- After how many days has what is known of a door to be checked again? Each network's own.
-- in:  nothing
-- out: nothing
alter table community add column stale_days integer default 180

-- Under which account was a change made? `who` is the role since then; where there is no account,
-- the row is older, and `who` may be the name of an account.
-- in:  nothing
-- out: nothing
alter table change add column account text

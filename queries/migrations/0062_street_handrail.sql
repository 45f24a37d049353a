-- Which edges are known to have a handrail? Null where it is not known.
-- in:  nothing
-- out: nothing
alter table street_restriction add column has_handrail boolean

-- Can wheelchairs pass an edge: yes or no? Null where it is not known.
-- in:  nothing
-- out: nothing
alter table street_restriction add column wheelchair text

-- Which address does the extract give a service that awaits a decision? None for a likely shelter.
-- in:  nothing
-- out: nothing
alter table service_candidate add column address text

-- Let no statement reach a file outside the allowed folders, or a host.
-- in:  nothing
-- out: nothing
set enable_external_access = false

-- Delete the record of household aggregates of a community.
-- in:  $community text
-- out: nothing
delete from disclosed_aggregate
where community = $community

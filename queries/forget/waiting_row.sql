-- Delete the rows that wait of a community.
-- in:  $community text
-- out: nothing
delete from waiting_row
where community = $community

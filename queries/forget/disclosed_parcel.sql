-- Delete the record of parcels of a community.
-- in:  $community text
-- out: nothing
delete from disclosed_parcel
where community = $community

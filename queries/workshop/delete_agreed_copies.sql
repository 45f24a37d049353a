-- Delete the record of risk areas that hold the agreed part of a mark.
-- in:  $community text, incoming table(id text)
-- out: nothing
delete from agreed_copy
where community = $community and id in (select incoming.id::uuid from incoming)

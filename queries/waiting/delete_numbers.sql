-- Delete rows of an import that wait, by their numbers: they wait elsewhere now.
-- in:  $id text, $community text, incoming table(number bigint)
-- out: nothing
delete from waiting_row
where
    batch = $id::uuid
    and community = $community
    and state = 'open'
    and number in (select number from incoming)

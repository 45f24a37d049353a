-- Take features out of a layer; the history keeps them.
-- in:  $community text, $layer text, incoming table(id text)
-- out: nothing
delete from feature
where
    community = $community
    and layer = $layer
    and id in (select incoming.id::uuid from incoming)

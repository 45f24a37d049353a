-- Remove features from a layer.
-- in:  $community text, $layer text, incoming table(id text)
-- out: nothing
delete from feature
where
    community = $community
    and layer = $layer
    and id in (select incoming.id::uuid from incoming)

-- Which features does a layer hold that are not confidential, by flag, type or kind?
-- in:  $community text, $layer text, incoming table(code text)
-- out: id text
select id::text as id
from feature
where
    community = $community
    and layer = $layer
    and not coalesce((attributes ->> 'confidential')::boolean, false)
    and coalesce(attributes ->> 'type', attributes ->> 'kind', '') not in (
        select incoming.code from incoming
    )
order by number

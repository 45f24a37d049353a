-- Does a community have a confidential service, by flag or by type, or homes?
-- in:  $community text, incoming table(code text)
-- out: confidential boolean, homes boolean
-- one row
select
    exists (
        select 1
        from feature
        where
            community = $community
            and layer = 'services'
            and (
                coalesce((attributes ->> 'confidential')::boolean, false)
                or (attributes ->> 'type') in (select incoming.code from incoming)
            )
    ) as confidential,
    exists (select 1 from feature where community = $community and layer = 'demand') as homes

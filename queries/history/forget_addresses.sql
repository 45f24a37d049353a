-- Erase the addresses of services from the history, but those of the services that are open.
-- in:  $community text, incoming table(id text)
-- out: nothing
update change
set
    before_attributes = case
        when before_attributes is not null
            then json_merge_patch(before_attributes, '{"address": null}')
    end,
    after_attributes = case
        when after_attributes is not null
            then json_merge_patch(after_attributes, '{"address": null}')
    end
where
    community = $community
    and layer = 'services'
    and coalesce(before_attributes ->> 'address', after_attributes ->> 'address') is not null
    and object_id::text not in (select incoming.id from incoming)

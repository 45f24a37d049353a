-- Which features did an import add that are still as it added them?
-- in:  $id text, $community text
-- out: id text
select change.object_id::text as id
from import_change
inner join change on import_change.number = change.number
inner join feature on change.object_id = feature.id and change.community = feature.community
where
    import_change.batch = $id::uuid
    and import_change.community = $community
    and change.action = 'add'
    and not exists (
        select 1 from change as later
        where
            later.community = $community
            and later.object_id = change.object_id
            and later.number > change.number
    )
order by change.object_id

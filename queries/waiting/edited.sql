-- How many features that an import added were changed or removed since?
-- in:  $id text, $community text
-- out: features bigint
-- one row
select count(distinct change.object_id) as features
from import_change
inner join change on import_change.number = change.number
where
    import_change.batch = $id::uuid
    and import_change.community = $community
    and change.action = 'add'
    and exists (
        select 1 from change as later
        where
            later.community = $community
            and later.object_id = change.object_id
            and later.number > change.number
    )

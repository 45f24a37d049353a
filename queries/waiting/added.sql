-- Which features did imports add that are still as they added them: one import, or, where $id is
-- null, those of a file by an account that were not undone?
-- in:  $community text, $id text, $layer text, $file text, $account text
-- out: id text
select distinct change.object_id::text as id
from import_batch
inner join import_change on import_batch.id = import_change.batch
inner join change on import_change.number = change.number
inner join feature on change.object_id = feature.id and change.community = feature.community
where
    import_batch.community = $community
    and import_change.community = $community
    and change.action = 'add'
    and (
        import_batch.id = $id::uuid
        or (
            $id is null
            and import_batch.layer = $layer
            and import_batch.file = $file
            and import_batch.account = $account
            and import_batch.undone_at is null
        )
    )
    and not exists (
        select 1 from change as later
        where
            later.community = $community
            and later.object_id = change.object_id
            and later.number > change.number
    )
order by id

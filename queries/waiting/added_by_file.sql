-- Which features did earlier imports of a file by an account add that are still as they added them?
-- in:  $community text, $layer text, $file text, $account text
-- out: id text
select distinct change.object_id::text as id
from import_batch
inner join import_change on import_batch.id = import_change.batch
inner join change on import_change.number = change.number
inner join feature on change.object_id = feature.id and change.community = feature.community
where
    import_batch.community = $community
    and import_batch.layer = $layer
    and import_batch.file = $file
    and import_batch.account = $account
    and import_batch.undone_at is null
    and change.action = 'add'
    and not exists (
        select 1 from change as later
        where
            later.community = $community
            and later.object_id = change.object_id
            and later.number > change.number
    )
order by id

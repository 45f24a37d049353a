-- Which imports of a community were not undone, the latest first? A null $account selects all.
-- in:  $community text, $account text
-- out: id text, community text, layer text, file text, account text, role text,
--      imported_at timestamp, changes bigint, waiting bigint
select
    id::text as id,
    community,
    layer,
    file,
    account,
    role,
    imported_at,
    (
        select count(*) from import_change
        where import_change.batch = import_batch.id
    ) as changes,
    (
        select count(*) from waiting_row
        where waiting_row.batch = import_batch.id and waiting_row.state = 'open'
    ) as waiting
from import_batch
where
    community = $community
    and undone_at is null
    and ($account::text is null or account = $account)
order by imported_at desc, id

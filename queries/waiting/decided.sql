-- Which rows of a file that came before into a layer were decided on, and how?
-- in:  $community text, $layer text, $file text, $account text
-- out: digest text, state text
select distinct
    waiting_row.digest,
    waiting_row.state
from waiting_row
inner join import_batch on waiting_row.batch = import_batch.id
where
    import_batch.community = $community
    and import_batch.layer = $layer
    and import_batch.file = $file
    and import_batch.account = $account
    and import_batch.undone_at is null
    and waiting_row.state <> 'open'
order by waiting_row.digest

-- Delete the rows that wait of a file that comes again into a layer.
-- in:  $community text, $layer text, $file text, $account text
-- out: nothing
delete from waiting_row
where
    state = 'open'
    and batch in (
        select id from import_batch
        where
            community = $community and layer = $layer and file = $file and account = $account
    )

-- Delete the lowest and oldest counts of attempts beyond a number of rows.
-- in:  $most bigint
-- out: nothing
delete from attempt
where subject in (
    select subject
    from attempt
    order by failures desc, last_at desc, subject
    offset $most
)

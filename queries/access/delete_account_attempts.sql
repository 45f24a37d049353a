-- Delete the failed attempts of an account, from every address.
-- in:  $account text
-- out: nothing
delete from attempt
where subject = $account or starts_with(subject, $account || '-')

-- Forget what an account said of values and columns that it says anew.
-- in:  $community text, $account text, incoming table(digest text)
-- out: nothing
delete from source_meaning
where
    community = $community
    and account = $account
    and digest in (select digest from incoming)

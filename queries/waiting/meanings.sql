-- What did an account say that values and columns of files mean?
-- in:  $community text, $account text
-- out: digest text, meaning text
select
    digest,
    meaning
from source_meaning
where community = $community and account = $account
order by digest

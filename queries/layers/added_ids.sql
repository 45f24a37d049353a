-- Which features of a layer did an account add?
-- in:  $community text, $layer text, $account text
-- out: id text
select distinct object_id::text as id
from change
where community = $community and layer = $layer and account = $account and action = 'add'
order by id

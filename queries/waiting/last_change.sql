-- What is the number of the latest change of a layer?
-- in:  $community text, $layer text
-- out: number bigint
-- one row
select coalesce(max(number), 0) as number
from change
where community = $community and layer = $layer

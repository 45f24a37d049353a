-- Note which changes of a layer an import made: those after a number, within its transaction.
-- in:  $id text, $community text, $layer text, $after bigint
-- out: nothing
insert into import_change (batch, community, number)
select $id::uuid, community, number
from change
where community = $community and layer = $layer and number > $after

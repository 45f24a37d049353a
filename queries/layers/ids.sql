-- Which features does a layer hold?
-- in:  $community text, $layer text
-- out: id text
select id::text as id
from feature
where community = $community and layer = $layer
order by number

-- Which features of a layer come from a drawing session?
-- in:  $community text, $layer text, $code text
-- out: id text
select id::text as id
from feature
where community = $community and layer = $layer and (attributes ->> 'session') = $code
order by number

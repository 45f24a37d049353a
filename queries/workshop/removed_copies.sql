-- Which features of a layer did a role remove last, so that they are not there now?
-- in:  $community text, $layer text, $who text
-- out: id text
select object_id::text as id
from change
where community = $community and layer = $layer
group by object_id
having arg_max(action, number) = 'remove' and arg_max(who, number) = $who
order by id

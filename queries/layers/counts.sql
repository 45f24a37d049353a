-- How many features has each layer of a community?
-- in:  $community text
-- out: layer text, features bigint
select layer, count(*)::bigint as features
from feature
where community = $community
group by layer
order by layer

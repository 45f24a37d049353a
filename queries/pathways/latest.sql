-- Which is the latest version of a network's own copy of a pathway?
-- in:  $community text, $situation text
-- out: version integer, document text
-- one row
select version, document
from pathway_version
where community = $community and situation = $situation
order by version desc
limit 1

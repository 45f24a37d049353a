-- Which versions does a network's own copy of a pathway have, the latest first?
-- in:  $community text, $situation text
-- out: version integer, written_at timestamp, who text, document text
select version, written_at, who, document
from pathway_version
where community = $community and situation = $situation
order by version desc

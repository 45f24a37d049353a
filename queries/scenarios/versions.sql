-- Which versions do the scenarios of a community have, the first one first?
-- in:  $community text
-- out: name text, version integer, written_at timestamp, role text, action text, changes text
select name, version, written_at, role, action, changes
from scenario_version
where community = $community
order by name, version

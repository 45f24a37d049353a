-- Record other people, or an aggregate, of disclosed homes.
-- in:  $community text, incoming table(number bigint, people double, women double,
--      aggregate text)
-- out: nothing
update disclosed_site
set people = incoming.people, women = incoming.women, aggregate = incoming.aggregate::uuid
from incoming
where disclosed_site.community = $community and disclosed_site.number = incoming.number

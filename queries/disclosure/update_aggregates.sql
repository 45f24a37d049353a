-- Record other people of disclosed household aggregates.
-- in:  $community text, incoming table(id text, people double, women double)
-- out: nothing
update disclosed_aggregate
set people = incoming.people, women = incoming.women
from incoming
where disclosed_aggregate.community = $community and disclosed_aggregate.id = incoming.id::uuid

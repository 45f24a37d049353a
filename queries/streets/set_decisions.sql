-- Set the decision on several service candidates.
-- in:  $community text, $decision text, incoming table(osm_id text)
-- out: nothing
update service_candidate
set decision = $decision
from incoming
where
    service_candidate.osm_id = incoming.osm_id
    and service_candidate.community = $community

-- Set the decision on a service candidate.
-- in:  $community text, $osm_id text, $decision text
-- out: nothing
update service_candidate
set decision = $decision
where community = $community and osm_id = $osm_id

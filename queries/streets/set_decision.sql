-- Note what people decided about a service that the extract named.
-- in:  $community text, $osm_id text, $decision text
-- out: nothing
update service_candidate
set decision = $decision
where community = $community and osm_id = $osm_id

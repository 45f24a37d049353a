-- Is a service that the extract named still to be decided on?
-- in:  $community text, $osm_id text
-- out: osm_id text
select osm_id
from service_candidate
where community = $community and osm_id = $osm_id and decision = 'open'
order by osm_id

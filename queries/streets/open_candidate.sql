-- Is a service candidate undecided?
-- in:  $community text, $osm_id text
-- out: osm_id text
select osm_id
from service_candidate
where community = $community and osm_id = $osm_id and decision = 'open'
order by osm_id

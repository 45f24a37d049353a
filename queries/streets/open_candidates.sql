-- Which of these service candidates are undecided?
-- in:  $community text, incoming table(osm_id text)
-- out: osm_id text
select candidate.osm_id
from service_candidate as candidate
inner join incoming on candidate.osm_id = incoming.osm_id
where candidate.community = $community and candidate.decision = 'open'
order by candidate.osm_id

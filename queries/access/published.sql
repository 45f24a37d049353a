-- Is a community published?
-- in:  $community text
-- out: community text
select community
from published_community
where community = $community
order by community

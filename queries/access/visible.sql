-- Which communities are visible without signing in?
-- in:  nothing
-- out: community text, demonstration boolean
select
    community.slug as community,
    community.demonstration
from community
left join published_community on community.slug = published_community.community
where community.demonstration or published_community.community is not null
order by community.slug

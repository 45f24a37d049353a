-- Which communities are visible without signing in? A null $community selects all, any other that
-- one.
-- in:  $community text
-- out: community text, demonstration boolean
select
    community.slug as community,
    community.demonstration
from community
left join published_community on community.slug = published_community.community
where
    ($community::text is null or community.slug = $community)
    and (community.demonstration or published_community.community is not null)
order by community.slug

-- Which short names do communities have? A null $slug selects all, any other that one.
-- in:  $slug text
-- out: slug text
select slug
from community
where $slug::text is null or slug = $slug
order by slug

-- Which attributes did a mark have before it was last removed?
-- in:  $community text, $code text, $id text
-- out: attributes text
select before_attributes::text as attributes
from change
where
    community = $community
    and layer = 'marks'
    and object_id = $id::uuid
    and action = 'remove'
    and (before_attributes ->> 'session') = $code
order by number desc
limit 1

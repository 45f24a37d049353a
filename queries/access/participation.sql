-- Which drawing session does a participation belong to, and is the session closed?
-- in:  $id_hash text
-- out: community text, code text, began_at timestamp, seen_at timestamp, closed_at timestamp
-- one row
select
    participation.community,
    participation.code,
    participation.began_at,
    participation.seen_at,
    drawing.closed_at
from participation
inner join drawing
    on drawing.community = participation.community and drawing.code = participation.code
where participation.id_hash = $id_hash
order by participation.began_at

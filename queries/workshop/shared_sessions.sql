-- Which other drawing sessions are shared, the latest first, and what is the revision of each?
-- in:  $community text, $code text, $most bigint
-- out: code text, revision bigint
select
    drawing.code,
    coalesce(max(mark_operation.revision), 0)::bigint as revision
from drawing
inner join drawing_session as said
    on said.community = drawing.community and said.code = drawing.code
left join mark_operation
    on mark_operation.community = drawing.community and mark_operation.code = drawing.code
where
    drawing.community = $community
    and drawing.code <> $code
    and (drawing.shared_at is not null or said.agreed_on is not null)
group by drawing.code, drawing.opened_at
order by drawing.opened_at desc, drawing.code
limit $most

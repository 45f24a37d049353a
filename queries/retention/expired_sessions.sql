-- Which groups drew before a day, were never agreed, and still have marks or history here?
-- in:  $before date
-- out: community text, code text, held_on date, marks bigint, history bigint
with
mark as (
    select community, attributes ->> 'session' as code, count(*)::bigint as marks
    from feature
    group by all
),
past as (
    select community, code, count(distinct number)::bigint as history
    from (
        select community, number, before_attributes ->> 'session' as code from change
        union all
        select community, number, after_attributes ->> 'session' as code from change
    )
    group by all
)
select
    drawn.community,
    drawn.code,
    drawn.held_on,
    coalesce(mark.marks, 0)::bigint as marks,
    coalesce(past.history, 0)::bigint as history
from drawing_session as drawn
left join mark on mark.community = drawn.community and mark.code = drawn.code
left join past on past.community = drawn.community and past.code = drawn.code
where drawn.held_on < $before
  and drawn.agreed_on is null
  and (mark.marks > 0 or past.history > 0)
order by drawn.community, drawn.held_on, drawn.code

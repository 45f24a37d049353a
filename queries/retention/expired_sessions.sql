-- Which drawing sessions before a day were never agreed, and still have features or history?
-- in:  $before date
-- out: community text, code text, held_on date, marks bigint, history bigint
with
mark as (
    select community, attributes ->> 'session' as code, count(*)::bigint as marks
    from feature
    group by all
),
history_entry as (
    select community, code, count(distinct number)::bigint as history
    from (
        select community, number, before_attributes ->> 'session' as code from change
        union all
        select community, number, after_attributes ->> 'session' as code from change
    )
    group by all
)
select
    session.community,
    session.code,
    session.held_on,
    coalesce(mark.marks, 0)::bigint as marks,
    coalesce(history_entry.history, 0)::bigint as history
from drawing_session as session
left join mark on mark.community = session.community and mark.code = session.code
left join history_entry
    on history_entry.community = session.community and history_entry.code = session.code
where session.held_on < $before
  and session.agreed_on is null
  and (mark.marks > 0 or history_entry.history > 0)
order by session.community, session.held_on, session.code

-- Which drawing sessions before a day were never agreed, and still have features or history?
-- What several groups agreed on is kept, and does not count.
-- in:  $before date
-- out: community text, code text, held_on date, marks bigint, history bigint
with
mark as (
    select community, attributes ->> 'session' as code, count(*)::bigint as marks
    from feature
    where not exists (
        select 1
        from agreed_copy
        where
            agreed_copy.community = feature.community
            and agreed_copy.id = feature.id
            and feature.layer = 'risk_areas'
    )
    group by all
),
deletable as (
    select change.community, change.number, change.before_attributes, change.after_attributes
    from change
    where not exists (
        select 1
        from agreed_copy
        where
            agreed_copy.community = change.community
            and agreed_copy.id = change.object_id
            and change.layer = 'risk_areas'
    )
),
history_entry as (
    select community, code, count(distinct number)::bigint as history
    from (
        select community, number, before_attributes ->> 'session' as code from deletable
        union all
        select community, number, after_attributes ->> 'session' as code from deletable
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

-- Which drawing sessions were opened, with their state, marks and phones?
-- in:  $community text
-- out: community text, code text, join_code text, opened_at timestamp, shared_at timestamp,
--      closed_at timestamp, held_on date, age_band text, participants integer, moment text,
--      facilitator_role text, consent boolean, agreed_on date, marks bigint, phones bigint,
--      drawn_at timestamp
with
marks as (
    select (attributes ->> 'session') as code, count(*) as marks
    from feature
    where community = $community and layer = 'marks'
    group by 1
),
phones as (
    select code, count(*) as phones from participation where community = $community group by code
),
operations as (
    select code, max(taken_at) as drawn_at
    from mark_operation
    where community = $community
    group by code
)
select
    drawing.community,
    drawing.code,
    drawing.word as join_code,
    drawing.opened_at,
    drawing.shared_at,
    drawing.closed_at,
    drawing_session.held_on,
    drawing_session.age_band,
    drawing_session.participants,
    drawing_session.moment,
    drawing_session.facilitator_role,
    drawing_session.consent,
    drawing_session.agreed_on,
    coalesce(marks.marks, 0)::bigint as marks,
    coalesce(phones.phones, 0)::bigint as phones,
    operations.drawn_at
from drawing
inner join drawing_session
    on drawing_session.community = drawing.community and drawing_session.code = drawing.code
left join marks on marks.code = drawing.code
left join phones on phones.code = drawing.code
left join operations on operations.code = drawing.code
where drawing.community = $community
order by drawing.opened_at, drawing.code

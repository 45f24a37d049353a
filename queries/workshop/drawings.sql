-- Which drawing sessions were opened, with their state, marks and phones?
-- in:  $community text
-- out: community text, code text, join_code text, opened_at timestamp, shared_at timestamp,
--      closed_at timestamp, held_on date, age_band text, participants integer, moment text,
--      facilitator_role text, consent boolean, agreed_on date, marks bigint, phones bigint,
--      drawn_at timestamp
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
    (
        select count(*)
        from feature
        where
            feature.community = drawing.community
            and feature.layer = 'marks'
            and (feature.attributes ->> 'session') = drawing.code
    )::bigint as marks,
    (
        select count(*)
        from participation
        where participation.community = drawing.community and participation.code = drawing.code
    )::bigint as phones,
    (
        select max(taken_at)
        from mark_operation
        where mark_operation.community = drawing.community and mark_operation.code = drawing.code
    ) as drawn_at
from drawing
inner join drawing_session
    on drawing_session.community = drawing.community and drawing_session.code = drawing.code
where drawing.community = $community
order by drawing.opened_at, drawing.code

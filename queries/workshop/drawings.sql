-- Which drawing sessions were opened here, how far are they, and how much was drawn?
-- in:  $community text
-- out: community text, code text, join_code text, opened_at timestamp, shared_at timestamp,
--      closed_at timestamp, held_on date, age_band text, participants integer, moment text,
--      agreed_on date, marks bigint, phones bigint, drawn_at timestamp
select
    drawing.community,
    drawing.code,
    drawing.word as join_code,
    drawing.opened_at,
    drawing.shared_at,
    drawing.closed_at,
    said.held_on,
    said.age_band,
    said.participants,
    said.moment,
    said.agreed_on,
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
inner join drawing_session as said
    on said.community = drawing.community and said.code = drawing.code
where drawing.community = $community
order by drawing.opened_at, drawing.code

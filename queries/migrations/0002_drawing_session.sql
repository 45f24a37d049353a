-- Which workshop groups drew, when, and how many took part? Never who.
-- in:  nothing
-- out: nothing
create table drawing_session (
    community text not null,
    code text not null,
    held_on date not null,
    age_band text not null,
    participants integer not null,
    moment text not null,
    facilitator_role text not null,
    consent boolean not null
)

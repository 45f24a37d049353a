-- Which answers of a provider let somebody in already? Each is told by a hash, and counts once.
-- in:  nothing
-- out: nothing
create table used_answer (
    answer text not null,
    used_at timestamp not null
)

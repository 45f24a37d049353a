-- From which addresses was an account used, or a drawing session joined? Both by pseudonyms.
-- in:  nothing
-- out: nothing
create table known_address (
    subject text not null,
    address text not null,
    seen_at timestamp not null,
    primary key (subject, address)
)

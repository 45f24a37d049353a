-- Which homes were disclosed, with which people, and in which household aggregate?
-- in:  nothing
-- out: nothing
create table disclosed_site (
    community text not null,
    number bigint not null,
    lon double not null,
    lat double not null,
    people double not null,
    women double,
    aggregate uuid,
    masked_lon double,
    masked_lat double
)

-- Which disclosed zones were ever named for one of the confidential services of a type?
-- in:  nothing
-- out: nothing
create table disclosed_service_zone (
    community text not null,
    type text not null,
    slot integer not null,
    gateway text not null,
    zone integer not null
)

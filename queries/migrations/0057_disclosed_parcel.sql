-- Which parcels disclose a small risk area: the part of the frame, and what is shown of it?
-- in:  nothing
-- out: nothing
create table disclosed_parcel (
    community text not null,
    number integer not null,
    cell geometry not null,
    shape geometry not null
)

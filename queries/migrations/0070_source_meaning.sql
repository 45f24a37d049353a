-- What did an account say that a value or a column of a file means, for the next file of that source?
-- Only a digest of it is there, and none of a value that a confidential row has.
-- in:  nothing
-- out: nothing
create table source_meaning (
    community text not null,
    account text not null,
    digest text not null,
    meaning text not null,
    noted_at timestamp not null
)

-- By which chance word does the audit log call a community? Forgotten with it.
-- in:  nothing
-- out: nothing
create table audit_subject (
    community text not null,
    subject text not null
)

-- Where were backups put, so that whoever wants a community forgotten can find them?
-- in:  nothing
-- out: nothing
create table backup_copy (
    place text not null,
    made_at timestamp not null
)

-- How many lines say that the store had a passphrase?
-- in:  nothing
-- out: lines bigint
-- one row
select count(*) as lines
from audit_line
where
    action in ('passphrase_set', 'passphrase_changed')
    or (action = 'backup' and details = '{"protected":true}')

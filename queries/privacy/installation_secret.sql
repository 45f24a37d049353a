-- What is the installation's secret of a name?
-- in:  $name text
-- out: secret blob
-- one row
select secret
from installation_secret
where name = $name

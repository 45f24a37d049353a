-- Which installation secret has this purpose?
-- in:  $name text
-- out: secret blob
-- one row
select secret
from installation_secret
where name = $name

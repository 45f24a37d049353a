-- Keep a new secret of the installation under a name.
-- in:  $name text, $secret blob
-- out: nothing
insert into installation_secret (name, secret)
values ($name, $secret)

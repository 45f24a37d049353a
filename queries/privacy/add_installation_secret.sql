-- Add an installation secret.
-- in:  $name text, $secret blob
-- out: nothing
insert into installation_secret (name, secret)
values ($name, $secret)

-- Record an applied migration.
-- in:  $number integer, $name text
-- out: nothing
insert into migration (number, name, applied_at)
values ($number, $name, now())

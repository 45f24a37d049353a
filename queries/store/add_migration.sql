-- Note that a numbered step was taken.
-- in:  $number integer, $name text
-- out: nothing
insert into migration (number, name, applied_at)
values ($number, $name, now())

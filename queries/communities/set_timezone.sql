-- Set the time zone of a community that has none.
-- in:  $slug text, $timezone text
-- out: nothing
update community
set timezone = $timezone
where slug = $slug and timezone is null

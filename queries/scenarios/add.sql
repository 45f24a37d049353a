-- Add a version of a scenario: what was done with it, and its changes then.
-- in:  $community text, $name text, $version integer, $role text, $action text, $changes text
-- out: nothing
insert into scenario_version (community, name, version, written_at, role, action, changes)
values ($community, $name, $version, now() at time zone 'utc', $role, $action, $changes)

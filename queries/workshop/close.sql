-- Close a drawing session.
-- in:  $community text, $code text, $closed_at timestamp
-- out: nothing
update drawing
set closed_at = $closed_at
where community = $community and code = $code and closed_at is null

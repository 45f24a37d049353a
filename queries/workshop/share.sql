-- Share a drawing session with the network.
-- in:  $community text, $code text, $shared_at timestamp
-- out: nothing
update drawing
set shared_at = $shared_at
where community = $community and code = $code and shared_at is null

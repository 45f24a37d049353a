-- Reopen a drawing session, with a new join code.
-- in:  $community text, $code text, $word text, $opened_at timestamp
-- out: nothing
update drawing
set closed_at = null, word = $word, opened_at = $opened_at
where community = $community and code = $code and closed_at is not null

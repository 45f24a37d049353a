-- Add the join code of an opened drawing session.
-- in:  $community text, $code text, $word text, $opened_at timestamp
-- out: nothing
insert into drawing (community, code, word, opened_at)
values ($community, $code, $word, $opened_at)

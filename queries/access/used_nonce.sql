-- Did an answer of a provider, told by its hash, let somebody in already?
-- in:  $answer text
-- out: used_at timestamp
-- one row
select used_at
from used_answer
where answer = $answer

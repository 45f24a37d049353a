-- Was the hash of a nonce used before?
-- in:  $answer text
-- out: used_at timestamp
-- one row
select used_at
from used_answer
where answer = $answer

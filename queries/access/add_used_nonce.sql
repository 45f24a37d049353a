-- Add a used nonce.
-- in:  $answer text, $used_at timestamp
-- out: nothing
insert into used_answer (answer, used_at)
values ($answer, $used_at)

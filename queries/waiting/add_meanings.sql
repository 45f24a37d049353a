-- Remember what an account says that values and columns of a file mean.
-- in:  $community text, $account text, $noted_at timestamp, incoming table(digest text, meaning text)
-- out: nothing
insert into source_meaning (community, account, digest, meaning, noted_at)
select $community, $account, digest, meaning, $noted_at
from incoming

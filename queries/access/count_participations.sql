-- How many phones have joined a drawing session, and how many any session?
-- in:  $community text, $code text
-- out: in_session bigint, in_all bigint
-- one row
select
    count(*) filter (where community = $community and code = $code) as in_session,
    count(*) as in_all
from participation
order by in_all

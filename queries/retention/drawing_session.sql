-- Is there a drawing session of this code?
-- in:  $community text, $code text
-- out: code text
select code
from drawing_session
where community = $community and code = $code
order by code

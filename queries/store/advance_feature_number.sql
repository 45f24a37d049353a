-- Let numbers of `feature` go on after the last one that was copied.
-- in:  nothing
-- out: number bigint
-- one row
select coalesce(max(nextval('feature_number')), 0)::bigint as number
from range((select coalesce(max(number), 0) from amparo.feature)::bigint)

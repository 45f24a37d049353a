-- How much more does a metre without street lamps cost by night? 1 is no difference.
-- in:  nothing
-- out: nothing
alter table community add column unlit_factor double default 1.0

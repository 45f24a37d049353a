-- Does a community have homes?
-- in:  $community text
-- out: homes boolean
-- one row
select exists (select 1 from feature where community = $community and layer = 'demand') as homes

-- Forget all that a community has drawn or brought.
-- in:  $community text
-- out: nothing
delete from feature
where community = $community

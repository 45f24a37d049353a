-- Which risk areas hold the agreed part of a mark, and does their session still have marks?
-- in:  $community text
-- out: id text, code text, has_marks boolean
select
    agreed_copy.id::text as id,
    agreed_copy.code,
    exists(
        select 1
        from feature
        where
            feature.community = agreed_copy.community
            and feature.layer = 'marks'
            and (feature.attributes ->> 'session') = agreed_copy.code
    ) as has_marks
from agreed_copy
where agreed_copy.community = $community
order by agreed_copy.code, agreed_copy.id

-- Stop sharing a drawing session, unless it was agreed.
-- in:  $community text, $code text
-- out: nothing
update drawing
set shared_at = null
where
    community = $community
    and code = $code
    and not exists (
        select 1
        from drawing_session as said
        where said.community = $community and said.code = $code and said.agreed_on is not null
    )

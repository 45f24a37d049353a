-- Leave what a group drew to the group again, unless the network agreed to keep it.
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

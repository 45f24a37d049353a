-- Delete the undecided service candidates of a community that are not confidential.
-- in:  $community text, incoming table(code text)
-- out: nothing
delete from service_candidate
where
    community = $community
    and decision = 'open'
    and not coalesce(confidential, false)
    and type not in (select incoming.code from incoming)

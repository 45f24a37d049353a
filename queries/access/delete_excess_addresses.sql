-- Delete the addresses of a subject that were last used before a time, or beyond a number.
-- in:  $subject text, $since timestamp, $most bigint
-- out: nothing
delete from known_address
where
    subject = $subject
    and (
        seen_at < $since
        or address in (
            select address
            from known_address
            where subject = $subject
            order by seen_at desc, address
            offset $most
        )
    )

-- Remember that an address was used for a subject.
-- in:  $subject text, $address text, $seen_at timestamp
-- out: nothing
insert into known_address (subject, address, seen_at)
values ($subject, $address, $seen_at)
on conflict (subject, address) do update set seen_at = excluded.seen_at

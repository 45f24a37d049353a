-- Publish a community: it can be read without signing in.
-- in:  $community text, $published_at timestamp
-- out: nothing
insert into published_community (community, published_at)
values ($community, $published_at)

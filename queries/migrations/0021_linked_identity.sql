-- Which identities that a provider vouches for open which account? Each is kept as a seal only.
-- in:  nothing
-- out: nothing
create table linked_identity (
    identity text not null,
    account text not null,
    linked_at timestamp not null
)

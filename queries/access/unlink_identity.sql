-- Unlink the hash of an identity.
-- in:  $identity text
-- out: nothing
delete from linked_identity
where identity = $identity

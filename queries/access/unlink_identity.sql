-- Let an identity, told by its seal, open nothing any more.
-- in:  $identity text
-- out: nothing
delete from linked_identity
where identity = $identity

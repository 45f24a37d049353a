-- Speak of the store's tables by their plain names.
-- in:  nothing
-- out: nothing
use amparo

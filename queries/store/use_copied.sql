-- Speak of the tables of the file that is copied into by their plain names.
-- in:  nothing
-- out: nothing
use copied

-- Make the store the current database, so that tables need no prefix.
-- in:  nothing
-- out: nothing
use amparo

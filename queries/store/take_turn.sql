-- Take the turn: of two who do this at once, one is sent back to begin again.
-- in:  nothing
-- out: nothing
update turn
set number = number + 1

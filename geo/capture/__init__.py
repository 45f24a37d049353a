"""One file to draw in without any connection, and what comes back from it."""

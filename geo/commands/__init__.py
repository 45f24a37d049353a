"""The command line: the same functions that the screens call, one file a group of commands."""

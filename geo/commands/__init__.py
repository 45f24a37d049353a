"""
The command line: the same functions that the screens call, one file a group of commands.

A module of a command imports at its top only what declares its options, and in the body of the
command what does the work: `--help` and a mistyped option load neither pandas nor the store.
"""

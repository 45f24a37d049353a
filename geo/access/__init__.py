"""Access control: accounts, passwords, sign-in, sessions, roles and rights."""

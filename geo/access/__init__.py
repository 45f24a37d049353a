"""Who may come in, and what they may do: accounts named after a task, sign-in, visits, rights."""

"""What people see: one screen a file, read from top to bottom like a recipe."""

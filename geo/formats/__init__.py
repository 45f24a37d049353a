"""File formats: one module a format, reading and writing; what each file holds at most."""

"""A community's own record: creation, boundary, settings, setup status, demonstration."""

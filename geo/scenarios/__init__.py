"""Scenarios: what would change coverage, compared with what is, and adopted in one act."""

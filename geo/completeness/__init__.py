"""Pathway completeness: for whom a whole pathway can be walked in time, and why not for others."""

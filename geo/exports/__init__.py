"""Layers and results out of a community, each with a note and a line in the audit log."""

"""Offline capture: a self-contained HTML file to draw in, and the import of its submissions."""

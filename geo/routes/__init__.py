"""The safest way, the direct way beside it, and everything worth choosing in between."""

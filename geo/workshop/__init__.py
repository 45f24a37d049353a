"""The workshop: groups that draw, what they marked, where they agree."""

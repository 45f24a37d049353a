"""Which help there is after what happened, within which time, and how a network words it."""

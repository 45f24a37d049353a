"""Where to open services: location models over candidate sites and demand points."""

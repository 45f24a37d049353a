"""Home screen: summary of a community."""

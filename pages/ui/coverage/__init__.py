"""Coverage screen: text and tables of results."""

"""Parts of one screen: coverage."""

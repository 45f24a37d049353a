"""Parts of one screen: access."""

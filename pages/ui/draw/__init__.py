"""Parts of one screen: draw."""

"""Parts of one screen: map."""

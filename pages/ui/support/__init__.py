"""Parts of one screen: support."""

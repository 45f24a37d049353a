"""Parts of one screen: home."""

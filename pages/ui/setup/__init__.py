"""Parts of one screen: setup."""

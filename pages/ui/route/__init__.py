"""Parts of one screen: route."""

"""Parts of one screen: drawing_sessions."""

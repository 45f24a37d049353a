"""Drawing sessions screen: sessions, joining, marks, consensus."""

"""Parts of every screen: layout, navigation, quick exit, unlocking, render limit."""

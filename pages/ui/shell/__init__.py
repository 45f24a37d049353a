"""What surrounds every screen: layout, navigation, quick exit, unlocking."""

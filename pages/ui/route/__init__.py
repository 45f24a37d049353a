"""Route screen: endpoints, and text of routes."""

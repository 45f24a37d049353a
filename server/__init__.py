"""The web server around the screens: routes and middleware."""

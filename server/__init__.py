"""Web server around the screens: ASGI application, routes, middleware."""

"""ASGI middleware: security headers, host check, internal routes, connection and request limits."""

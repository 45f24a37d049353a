"""Middleware that puts the client's address into a request, as `server.client_address` finds it."""

from __future__ import annotations

from server.client_address import configured_proxies, find_client_address, forwarded_scheme
from server.middleware.response_headers import ASGIApp, Message, Receive, Send


class ClientAddressMiddleware:
    """
    ASGI middleware that decides the client of each request, before any middleware that reads it.

    Parameters
    ----------
    app
        The inner ASGI application.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._proxies = configured_proxies()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] in ("http", "websocket"):
            scheme = forwarded_scheme(scope, self._proxies)
            if scheme is not None:
                is_websocket = scope["type"] == "websocket"
                scope["scheme"] = scheme.replace("http", "ws") if is_websocket else scheme
            port = scope["client"][1] if scope.get("client") else 0
            scope["client"] = (find_client_address(scope, self._proxies), port)
        await self._app(scope, receive, send)

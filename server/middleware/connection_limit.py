"""
Middleware that limits open WebSocket connections, in total and per client, and message rates.

Every open screen is a session that takes memory and processor time. At the limit a page request
gets a 503 response with an explanation, instead of a blank page.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Collection

from geo.access.client_address import group_address
from server.client_address import client_address
from server.middleware.refusals import TRY_AGAIN_LATER, close_websocket, get_header, send_refusal
from server.middleware.response_headers import ASGIApp, Message, Receive, Send

MAX_CONNECTIONS = 200  # screens; 2 MB each as measured
MAX_CONNECTIONS_PER_CLIENT = 80  # screens; a school shares one address
MAX_MESSAGES_PER_S = 20  # messages of one screen; sliders send about ten
SERVICE_UNAVAILABLE = 503  # HTTP status


class ConnectionLimitMiddleware:
    """
    ASGI middleware that refuses connections above the limits.

    Parameters
    ----------
    app
        The inner ASGI application.
    exempt_paths
        Paths that respond at the limit too: quick exit and health check.
    """

    def __init__(self, app: ASGIApp, exempt_paths: Collection[str]) -> None:
        self._app = app
        self._exempt_paths = frozenset(exempt_paths)
        self._open_by_client: Counter[str] = Counter()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Handle one request, or refuse it."""
        kind = scope["type"]
        if kind == "websocket":
            await self._handle_websocket(scope, receive, send)
        elif (
            kind == "http" and self._is_page_request(scope) and self._is_full(_client_group(scope))
        ):
            await send_refusal(send, SERVICE_UNAVAILABLE, "refusal.full")
        else:
            await self._app(scope, receive, send)

    async def _handle_websocket(self, scope: Message, receive: Receive, send: Send) -> None:
        client_group = _client_group(scope)
        if self._is_full(client_group):
            await close_websocket(send, TRY_AGAIN_LATER)
            return
        self._open_by_client[client_group] += 1
        try:
            await self._app(scope, _limit_message_rate(receive), send)
        finally:
            self._open_by_client[client_group] -= 1
            self._open_by_client += Counter()  # removes clients without connections

    def _is_full(self, client_group: str) -> bool:
        return (
            self._open_by_client.total() >= MAX_CONNECTIONS
            or self._open_by_client[client_group] >= MAX_CONNECTIONS_PER_CLIENT
        )

    def _is_page_request(self, scope: Message) -> bool:
        """Return whether a browser requests a page, not a resource of a page."""
        accepts = get_header(scope, b"accept") or ""
        return "text/html" in accepts and scope["path"] not in self._exempt_paths


def _client_group(scope: Message) -> str:
    return group_address(client_address(scope))


def _limit_message_rate(receive: Receive) -> Receive:
    """Limit the rate of received messages; further ones wait in the socket."""
    earliest = 0.0

    async def receive_paced() -> Message:
        nonlocal earliest
        message = await receive()
        now = time.monotonic()
        # A burst of one second's messages is allowed, as when a screen opens.
        earliest = max(earliest + 1 / MAX_MESSAGES_PER_S, now - 1)
        if earliest > now:
            await asyncio.sleep(earliest - now)
        return message

    return receive_paced

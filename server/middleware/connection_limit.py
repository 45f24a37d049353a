"""
How many screens may be open at a time, in all and from one place.

Every open screen is a session that takes memory and a share of the processor. Who comes when the
house is full is told so, instead of waiting before a white page.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Collection

from server.middleware.refusals import TRY_AGAIN_LATER, close_websocket, get_header, send_refusal
from server.middleware.response_headers import ASGIApp, Message, Receive, Send

MAX_CONNECTIONS = 200  # screens; seen: 2 MB each
MAX_CONNECTIONS_PER_CLIENT = 80  # a school behind one address
MAX_MESSAGES_PER_S = 20  # messages of one screen: sliders give some ten
SERVICE_UNAVAILABLE = 503  # HTTP status


class ConnectionLimitMiddleware:
    """
    A server with so many screens open, and no more.

    Parameters
    ----------
    app
        The server within, by the ASGI standard.
    always
        Addresses that answer when it is full: the way out, and whether it is well.
    """

    def __init__(self, app: ASGIApp, exempt_paths: Collection[str]) -> None:
        self._app = app
        self._exempt_paths = frozenset(exempt_paths)
        self._open_by_client: Counter[str] = Counter()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        kind = scope["type"]
        if kind == "websocket":
            await self._handle_websocket(scope, receive, send)
        elif kind == "http" and self._is_page_request(scope) and self._is_full(_client_host(scope)):
            await send_refusal(send, SERVICE_UNAVAILABLE, "refusal.full")
        else:
            await self._app(scope, receive, send)

    async def _handle_websocket(self, scope: Message, receive: Receive, send: Send) -> None:
        who = _client_host(scope)
        if self._is_full(who):
            await close_websocket(send, TRY_AGAIN_LATER)
            return
        self._open_by_client[who] += 1
        try:
            await self._app(scope, _limit_message_rate(receive), send)
        finally:
            self._open_by_client[who] -= 1
            self._open_by_client += Counter()  # lets go of those who left

    def _is_full(self, client_host: str) -> bool:
        return (
            self._open_by_client.total() >= MAX_CONNECTIONS
            or self._open_by_client[client_host] >= MAX_CONNECTIONS_PER_CLIENT
        )

    def _is_page_request(self, scope: Message) -> bool:
        """Tell whether a browser asks for a page, not for a part of one."""
        accepts = get_header(scope, b"accept") or ""
        return "text/html" in accepts and scope["path"] not in self._exempt_paths


def _client_host(scope: Message) -> str:
    client = scope.get("client")
    return str(client[0]) if client else ""


def _limit_message_rate(receive: Receive) -> Receive:
    """Hand on messages no faster than a person makes them; the others wait on the wire."""
    earliest = 0.0

    async def paced() -> Message:
        nonlocal earliest
        message = await receive()
        now = time.monotonic()
        # A second's worth may come at once, as when a screen is opened.
        earliest = max(earliest + 1 / MAX_MESSAGES_PER_S, now - 1)
        if earliest > now:
            await asyncio.sleep(earliest - now)
        return message

    return paced

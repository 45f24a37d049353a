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

from server.middleware.refusals import TRY_LATER, hang_up, header, refuse
from server.middleware.response_headers import Message, Receive, Send, Server

MOST_OPEN = 200  # screens; seen: 2 MB each
MOST_FROM_ONE = 80  # a school behind one address
A_SECOND = 20  # messages of one screen: sliders give some ten
FULL = 503  # HTTP status


class Rooms:
    """
    A server with so many screens open, and no more.

    Parameters
    ----------
    app
        The server within, by the ASGI standard.
    always
        Addresses that answer when it is full: the way out, and whether it is well.
    """

    def __init__(self, app: Server, always: Collection[str]) -> None:
        self._app = app
        self._always = frozenset(always)
        self._open: Counter[str] = Counter()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        kind = scope["type"]
        if kind == "websocket":
            await self._screen(scope, receive, send)
        elif kind == "http" and self._page(scope) and self._full(_who(scope)):
            await refuse(send, FULL, "refusal.full")
        else:
            await self._app(scope, receive, send)

    async def _screen(self, scope: Message, receive: Receive, send: Send) -> None:
        who = _who(scope)
        if self._full(who):
            await hang_up(send, TRY_LATER)
            return
        self._open[who] += 1
        try:
            await self._app(scope, _paced(receive), send)
        finally:
            self._open[who] -= 1
            self._open += Counter()  # lets go of those who left

    def _full(self, who: str) -> bool:
        return self._open.total() >= MOST_OPEN or self._open[who] >= MOST_FROM_ONE

    def _page(self, scope: Message) -> bool:
        """Tell whether a browser asks for a page, not for a part of one."""
        accepts = header(scope, b"accept") or ""
        return "text/html" in accepts and scope["path"] not in self._always


def _who(scope: Message) -> str:
    client = scope.get("client")
    return str(client[0]) if client else ""


def _paced(receive: Receive) -> Receive:
    """Hand on messages no faster than a person makes them; the others wait on the wire."""
    earliest = 0.0

    async def paced() -> Message:
        nonlocal earliest
        message = await receive()
        now = time.monotonic()
        # A second's worth may come at once, as when a screen is opened.
        earliest = max(earliest + 1 / A_SECOND, now - 1)
        if earliest > now:
            await asyncio.sleep(earliest - now)
        return message

    return paced

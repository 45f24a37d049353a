"""
How much a request may bring, and how long it may take to.

Only files that are brought are large; every other form has some hundred bytes. Where a request
says how much it brings it is believed at once, and counted all the same.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from server.middleware.refusals import header, refuse
from server.middleware.response_headers import Message, Receive, Send, Server
from server.middleware.upload_limit import MOST_BYTES, Desk, is_upload

MOST_OF_A_FORM = 64 * 1024  # bytes
LONGEST_PAUSE_S = 20
LONGEST_FORM_S = 30
LONGEST_UPLOAD_S = 600  # 200 MB at 340 kB/s, a city's 20 MB at 34
BRINGS = ("POST", "PUT", "PATCH", "DELETE")
TOO_MUCH, TOO_SLOW, NOT_YOURS, TOO_MANY = 413, 408, 403, 429  # HTTP status


class TooMuch(Exception):  # noqa: N818  the end of a request, not a fault to be told
    """A body is longer than it may be."""


class TooSlow(Exception):  # noqa: N818  as above
    """A body does not come."""


class Bounded:
    """
    A server to which nobody brings more than it can hold.

    Parameters
    ----------
    app
        The server within, by the ASGI standard.
    desk
        Where files are let in.
    may_bring
        Tells of a request whether its visitor may bring files.
    """

    def __init__(
        self, app: Server, desk: Desk, may_bring: Callable[[Message], Awaitable[bool]]
    ) -> None:
        self._app = app
        self._desk = desk
        self._may_bring = may_bring

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        if scope["type"] != "http" or scope["method"] not in BRINGS:
            await self._app(scope, receive, send)
        elif is_upload(scope):
            await self._let_in(scope, receive, send)
        elif _told(scope, most=MOST_OF_A_FORM) > MOST_OF_A_FORM:
            await refuse(send, TOO_MUCH, "refusal.too_much")
        else:
            bound = _bound(receive, most=MOST_OF_A_FORM, within_s=LONGEST_FORM_S)
            await self._answer(scope, bound, send)

    async def _let_in(self, scope: Message, receive: Receive, send: Send) -> None:
        size = _told(scope, most=MOST_BYTES)
        if size > MOST_BYTES:
            await refuse(send, TOO_MUCH, "refusal.too_much")
        elif not await self._may_bring(scope):
            await refuse(send, NOT_YOURS, "refusal.not_yours")
        else:
            async with self._desk.place(size) as found:
                if not found:
                    await refuse(send, TOO_MANY, "refusal.too_many_files")
                    return
                bound = _bound(receive, most=size, within_s=LONGEST_UPLOAD_S)
                await self._answer(scope, bound, send)

    async def _answer(self, scope: Message, receive: Receive, send: Send) -> None:
        begun = False

        async def send_on(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, send_on)
        except (TooMuch, TooSlow) as end:
            if not begun:
                slow = isinstance(end, TooSlow)
                status = TOO_SLOW if slow else TOO_MUCH
                await refuse(send, status, "refusal.too_slow" if slow else "refusal.too_much")


def _told(scope: Message, *, most: int) -> int:
    """Tell how many bytes a request announces: the most it may, where it does not say."""
    length = header(scope, b"content-length")
    return int(length) if length is not None and length.isascii() and length.isdigit() else most


def _bound(receive: Receive, *, most: int, within_s: float) -> Receive:
    """Hand on what a request brings until it is too much or too slow."""
    until = time.monotonic() + within_s
    read = 0
    whole = False

    async def bounded() -> Message:
        nonlocal read, whole
        if whole:  # what follows is only that somebody hung up
            return await receive()
        patience = min(LONGEST_PAUSE_S, until - time.monotonic())
        try:
            message = await asyncio.wait_for(receive(), max(patience, 0))
        except TimeoutError:
            raise TooSlow from None
        read += len(message.get("body", b""))
        whole = not message.get("more_body", False)
        if read > most:
            raise TooMuch
        return message

    return bounded

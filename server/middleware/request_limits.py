"""
How much a request may bring, and how long it may take to.

Only files that are brought are large; every other form has some hundred bytes. Where a request
says how much it brings it is believed at once, and counted all the same.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from server.middleware.refusals import get_header, send_refusal
from server.middleware.response_headers import ASGIApp, Message, Receive, Send
from server.middleware.upload_limit import MAX_UPLOAD_BYTES, UploadSemaphore, is_upload

MAX_FORM_BYTES = 64 * 1024  # bytes
MAX_PAUSE_S = 20
MAX_FORM_S = 30
MAX_UPLOAD_S = 600  # 200 MB at 340 kB/s, a city's 20 MB at 34
BODY_METHODS = ("POST", "PUT", "PATCH", "DELETE")
CONTENT_TOO_LARGE, REQUEST_TIMEOUT, FORBIDDEN, TOO_MANY_REQUESTS = 413, 408, 403, 429  # HTTP status


class BodyTooLarge(Exception):  # noqa: N818  the end of a request, not a fault to be told
    """A body is longer than it may be."""


class BodyTimeout(Exception):  # noqa: N818  as above
    """A body does not come."""


class RequestLimitMiddleware:
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
        self,
        app: ASGIApp,
        upload_semaphore: UploadSemaphore,
        may_upload: Callable[[Message], Awaitable[bool]],
    ) -> None:
        self._app = app
        self._upload_semaphore = upload_semaphore
        self._may_upload = may_upload

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        if scope["type"] != "http" or scope["method"] not in BODY_METHODS:
            await self._app(scope, receive, send)
        elif is_upload(scope):
            await self._handle_upload(scope, receive, send)
        elif _announced_bytes(scope, max_bytes=MAX_FORM_BYTES) > MAX_FORM_BYTES:
            await send_refusal(send, CONTENT_TOO_LARGE, "refusal.too_much")
        else:
            bound = _limit_body(receive, max_bytes=MAX_FORM_BYTES, timeout_s=MAX_FORM_S)
            await self._call_app(scope, bound, send)

    async def _handle_upload(self, scope: Message, receive: Receive, send: Send) -> None:
        size = _announced_bytes(scope, max_bytes=MAX_UPLOAD_BYTES)
        if size > MAX_UPLOAD_BYTES:
            await send_refusal(send, CONTENT_TOO_LARGE, "refusal.too_much")
        elif not await self._may_upload(scope):
            await send_refusal(send, FORBIDDEN, "refusal.not_yours")
        else:
            async with self._upload_semaphore.acquire(size) as found:
                if not found:
                    await send_refusal(send, TOO_MANY_REQUESTS, "refusal.too_many_files")
                    return
                bound = _limit_body(receive, max_bytes=size, timeout_s=MAX_UPLOAD_S)
                await self._call_app(scope, bound, send)

    async def _call_app(self, scope: Message, receive: Receive, send: Send) -> None:
        begun = False

        async def send_on(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, send_on)
        except (BodyTooLarge, BodyTimeout) as end:
            if not begun:
                slow = isinstance(end, BodyTimeout)
                status = REQUEST_TIMEOUT if slow else CONTENT_TOO_LARGE
                await send_refusal(send, status, "refusal.too_slow" if slow else "refusal.too_much")


def _announced_bytes(scope: Message, *, max_bytes: int) -> int:
    """Tell how many bytes a request announces: the most it may, where it does not say."""
    length = get_header(scope, b"content-length")
    return (
        int(length) if length is not None and length.isascii() and length.isdigit() else max_bytes
    )


def _limit_body(receive: Receive, *, max_bytes: int, timeout_s: float) -> Receive:
    """Hand on what a request brings until it is too much or too slow."""
    until = time.monotonic() + timeout_s
    read = 0
    whole = False

    async def bounded() -> Message:
        nonlocal read, whole
        if whole:  # what follows is only that somebody hung up
            return await receive()
        patience = min(MAX_PAUSE_S, until - time.monotonic())
        try:
            message = await asyncio.wait_for(receive(), max(patience, 0))
        except TimeoutError:
            raise BodyTimeout from None
        read += len(message.get("body", b""))
        whole = not message.get("more_body", False)
        if read > max_bytes:
            raise BodyTooLarge
        return message

    return bounded

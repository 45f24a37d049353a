"""
Middleware that limits size and duration of request bodies.

Only uploads are large; every other form has some hundred bytes. A Content-Length above the limit
is refused at once, and the received bytes are counted in any case.
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


class BodyTooLarge(Exception):  # noqa: N818  control flow: ends a request, never shown
    """A request body is larger than the limit."""


class BodyTimeout(Exception):  # noqa: N818  as above
    """A request body did not arrive in time."""


class RequestLimitMiddleware:
    """
    ASGI middleware that refuses request bodies above the limits.

    Parameters
    ----------
    app
        The inner ASGI application.
    upload_semaphore
        Limits concurrent uploads and their memory.
    may_upload
        Returns whether the visitor of a request may upload files.
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
        """Handle one request, or refuse it."""
        if scope["type"] != "http" or scope["method"] not in BODY_METHODS:
            await self._app(scope, receive, send)
        elif is_upload(scope):
            await self._handle_upload(scope, receive, send)
        elif _announced_bytes(scope, max_bytes=MAX_FORM_BYTES) > MAX_FORM_BYTES:
            await send_refusal(send, CONTENT_TOO_LARGE, "refusal.too_much")
        else:
            limited_receive = _limit_body(receive, max_bytes=MAX_FORM_BYTES, timeout_s=MAX_FORM_S)
            await self._call_app(scope, limited_receive, send)

    async def _handle_upload(self, scope: Message, receive: Receive, send: Send) -> None:
        size = _announced_bytes(scope, max_bytes=MAX_UPLOAD_BYTES)
        if size > MAX_UPLOAD_BYTES:
            await send_refusal(send, CONTENT_TOO_LARGE, "refusal.too_much")
        elif not await self._may_upload(scope):
            await send_refusal(send, FORBIDDEN, "refusal.not_yours")
        else:
            async with self._upload_semaphore.acquire(size) as acquired:
                if not acquired:
                    await send_refusal(send, TOO_MANY_REQUESTS, "refusal.too_many_files")
                    return
                limited_receive = _limit_body(receive, max_bytes=size, timeout_s=MAX_UPLOAD_S)
                await self._call_app(scope, limited_receive, send)

    async def _call_app(self, scope: Message, receive: Receive, send: Send) -> None:
        response_started = False

        async def send_and_note(message: Message) -> None:
            nonlocal response_started
            response_started = True
            await send(message)

        try:
            await self._app(scope, receive, send_and_note)
        except (BodyTooLarge, BodyTimeout) as error:
            if not response_started:
                is_timeout = isinstance(error, BodyTimeout)
                status = REQUEST_TIMEOUT if is_timeout else CONTENT_TOO_LARGE
                await send_refusal(
                    send, status, "refusal.too_slow" if is_timeout else "refusal.too_much"
                )


def _announced_bytes(scope: Message, *, max_bytes: int) -> int:
    """Return the Content-Length of a request; `max_bytes` where it has none."""
    length = get_header(scope, b"content-length")
    return (
        int(length) if length is not None and length.isascii() and length.isdigit() else max_bytes
    )


def _limit_body(receive: Receive, *, max_bytes: int, timeout_s: float) -> Receive:
    """Wrap `receive`: raise where the body is too large or too slow."""
    deadline = time.monotonic() + timeout_s
    received_bytes = 0
    is_complete = False

    async def receive_limited() -> Message:
        nonlocal received_bytes, is_complete
        if is_complete:  # only a disconnect message can follow
            return await receive()
        timeout = min(MAX_PAUSE_S, deadline - time.monotonic())
        try:
            message = await asyncio.wait_for(receive(), max(timeout, 0))
        except TimeoutError:
            raise BodyTimeout from None
        received_bytes += len(message.get("body", b""))
        is_complete = not message.get("more_body", False)
        if received_bytes > max_bytes:
            raise BodyTooLarge
        return message

    return receive_limited

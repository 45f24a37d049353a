"""Outermost middleware: adds security headers to every response."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any

from server.middleware.security_headers import build_security_headers

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
ASGIApp = Callable[[Message, Receive, Send], Awaitable[None]]
HeaderList = list[tuple[bytes, bytes]]


class ResponseHeadersMiddleware:
    """
    ASGI middleware that adds the headers of `server.middleware.security_headers`.

    Parameters
    ----------
    app
        The inner ASGI application.
    script_hashes
        CSP hashes of the allowed inline scripts.
    """

    def __init__(self, app: ASGIApp, script_hashes: Sequence[str]) -> None:
        self._app = app
        self._script_hashes = script_hashes

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":  # a WebSocket has no response headers to add
            await self._app(scope, receive, send)
            return
        path = str(scope["path"])
        security_headers = build_security_headers(
            path, _host_header(scope), script_hashes=self._script_hashes
        )

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = _merge_headers(
                    security_headers, list(message.get("headers", ()))
                )
            await send(message)

        await self._app(scope, receive, send_with_headers)


def _host_header(scope: Message) -> str:
    value = dict(scope["headers"]).get(b"host", b"")
    return bytes(value).decode("latin-1")


def _merge_headers(overrides: dict[str, str], existing: HeaderList) -> HeaderList:
    """Merge headers; overrides replace existing headers of the same name."""
    encoded = {
        name.lower().encode("latin-1"): value.encode("latin-1") for name, value in overrides.items()
    }
    return [pair for pair in existing if pair[0].lower() not in encoded] + [*encoded.items()]

"""The layer around the whole server that gives every answer its headers."""

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
    A server whose every answer carries the headers of `server.middleware.security_headers`.

    Parameters
    ----------
    app
        The server within, by the ASGI standard.
    scripts
        Sums of the scripts that may stand in its pages.
    """

    def __init__(self, app: ASGIApp, script_hashes: Sequence[str]) -> None:
        self._app = app
        self._script_hashes = script_hashes

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":  # a web socket sends no page
            await self._app(scope, receive, send)
            return
        path = str(scope["path"])
        ours = build_security_headers(path, _host_header(scope), script_hashes=self._script_hashes)

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = _merge_headers(ours, list(message.get("headers", ())))
            await send(message)

        await self._app(scope, receive, send_guarded)


def _host_header(scope: Message) -> str:
    sent = dict(scope["headers"]).get(b"host", b"")
    return bytes(sent).decode("latin-1")


def _merge_headers(overrides: dict[str, str], existing: HeaderList) -> HeaderList:
    """Put our headers in the place of theirs of the same name."""
    added = {
        name.lower().encode("latin-1"): said.encode("latin-1") for name, said in overrides.items()
    }
    return [pair for pair in existing if pair[0].lower() not in added] + [*added.items()]

"""The layer around the whole server that gives every answer its headers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any

from server.middleware.security_headers import headers

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Server = Callable[[Message, Receive, Send], Awaitable[None]]
Pairs = list[tuple[bytes, bytes]]


class Guarded:
    """
    A server whose every answer carries the headers of `server.middleware.security_headers`.

    Parameters
    ----------
    app
        The server within, by the ASGI standard.
    scripts
        Sums of the scripts that may stand in its pages.
    """

    def __init__(self, app: Server, scripts: Sequence[str]) -> None:
        self._app = app
        self._scripts = scripts

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":  # a web socket sends no page
            await self._app(scope, receive, send)
            return
        path = str(scope["path"])
        ours = headers(path, _host(scope), scripts=self._scripts)

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = _with(ours, list(message.get("headers", ())))
            await send(message)

        await self._app(scope, receive, send_guarded)


def _host(scope: Message) -> str:
    sent = dict(scope["headers"]).get(b"host", b"")
    return bytes(sent).decode("latin-1")


def _with(ours: dict[str, str], theirs: Pairs) -> Pairs:
    """Put our headers in the place of theirs of the same name."""
    added = {name.lower().encode("latin-1"): said.encode("latin-1") for name, said in ours.items()}
    return [pair for pair in theirs if pair[0].lower() not in added] + [*added.items()]

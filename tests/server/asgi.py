"""A server asked without a network, one message after another."""

from __future__ import annotations

from dataclasses import dataclass, field

import anyio


@dataclass
class AsgiExchange:
    """What a server received and said."""

    said: list[dict] = field(default_factory=list)
    reached: list[bytes] = field(default_factory=list)

    @property
    def status(self) -> int:
        return self.said[0].get("status") or self.said[0].get("code")

    @property
    def words(self) -> str:
        return self.said[1]["body"].decode()


def scope(path="/x", *, method="GET", kind="http", **headers):
    """Write a request."""
    named_headers = {
        "host": "127.0.0.1",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    pairs = [
        (name.encode(), value.encode())
        for name, value in named_headers.items()
        if value is not None
    ]
    return {
        "type": kind,
        "method": method,
        "path": path,
        "headers": pairs,
        "client": ("10.0.0.1", 1),
    }


def ask(layer, request, parts=(b"",), *, pause=0.0):
    """Ask a layer that stands around a server which reads all and says 200."""
    exchange = AsgiExchange()

    async def server(_scope, receive, send):
        more = True
        while more:
            message = await receive()
            exchange.reached.append(message.get("body", b""))
            more = message.get("more_body", False)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def run():
        remaining = list(parts)

        async def receive():
            await anyio.sleep(pause)
            part = remaining.pop(0)
            return {"type": "http.request", "body": part, "more_body": bool(remaining)}

        async def send(message):
            exchange.said.append(message)

        await layer(server)(request, receive, send)

    anyio.run(run)
    return exchange

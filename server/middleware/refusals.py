"""Refusal responses of middleware: plain text in every language, and WebSocket close codes."""

from __future__ import annotations

from geo.language import gettext, list_locales
from server.middleware.response_headers import Message, Send

TRY_AGAIN_LATER = 1013  # WebSocket close codes, RFC 6455 and its registry
POLICY_VIOLATION = 1008


def get_header(scope: Message, name: bytes) -> str | None:
    """Return the value of a header; None where it is missing or repeated."""
    values = [value for key, value in scope["headers"] if key.lower() == name]
    return bytes(values[0]).decode("latin-1") if len(values) == 1 else None


def multilingual_text(key: str) -> str:
    """Translate a key into every language, one per line: the client's language is not known."""
    texts = dict.fromkeys(gettext(key, locale) for locale in list_locales())
    return "".join(f"{text}\n" for text in texts)


async def send_refusal(send: Send, status: int, key: str) -> None:
    """Send a refusal, and close the connection without reading the rest of the request."""
    body = multilingual_text(key).encode("utf-8")
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode("ascii")),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def close_websocket(send: Send, code: int) -> None:
    """Refuse a WebSocket before it is accepted."""
    await send({"type": "websocket.close", "code": code})

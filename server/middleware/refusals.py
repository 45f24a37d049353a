"""A refusal that comes before any screen: plain words, in every language that there is."""

from __future__ import annotations

from geo.language import gettext, list_locales
from server.middleware.response_headers import Message, Send

TRY_AGAIN_LATER = 1013  # code of a web socket's end, RFC 6455 and its registry
POLICY_VIOLATION = 1008


def get_header(scope: Message, name: bytes) -> str | None:
    """Find what a request says under a name; None where it says nothing or says it twice."""
    said = [value for key, value in scope["headers"] if key.lower() == name]
    return bytes(said[0]).decode("latin-1") if len(said) == 1 else None


def multilingual_text(key: str) -> str:
    """Say a sentence in every language, each on a line: who asks has not told hers."""
    said = dict.fromkeys(gettext(key, locale) for locale in list_locales())
    return "".join(f"{one}\n" for one in said)


async def send_refusal(send: Send, status: int, key: str) -> None:
    """Answer a request with a sentence, and hang up: what else it sends is not read."""
    said = multilingual_text(key).encode("utf-8")
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(said)).encode("ascii")),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": said})


async def close_websocket(send: Send, code: int) -> None:
    """Refuse a web socket before it is open."""
    await send({"type": "websocket.close", "code": code})

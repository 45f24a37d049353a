"""
By which names this server may be called, and whose pages may talk to it.

A page of another site can have its own name point to this machine, and read what is here as if
it were its own. The name it was called by gives it away: a browser always tells it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit

from server.middleware.refusals import POLICY_VIOLATION, close_websocket, get_header, send_refusal
from server.middleware.response_headers import ASGIApp, Message, Receive, Send

HOSTS_VARIABLE = "AMPARO_HOSTS"
# Names that nobody can buy: RFC 6761, 6762 and 8375, and the one set aside in 2024.
LOCAL_SUFFIXES = (".localhost", ".local", ".home.arpa", ".internal")
MISDIRECTED_REQUEST = 421  # HTTP status, RFC 9110


def configured_hosts() -> frozenset[str]:
    """Read the names that whoever runs the server gave it, separated by commas."""
    given = os.environ.get(HOSTS_VARIABLE, "").split(",")
    return frozenset(name.strip().lower().rstrip(".") for name in given if name.strip())


def is_allowed_host(host: str | None, *, allowed_hosts: Iterable[str] = ()) -> bool:
    """
    Tell whether a server may be called so.

    Parameters
    ----------
    host
        Name or number, perhaps with a port, as a browser says it.
    allowed_hosts
        Names given to this server.

    Returns
    -------
    known
        True for numbers, for names of one word, for names that hold only at home, and for
        `allowed_hosts`: none of them can belong to another site.
    """
    name = _parse_hostname(host)
    if name is None:
        return False
    return (
        _is_ip_address(name)
        or "." not in name
        or name.endswith(LOCAL_SUFFIXES)
        or name in set(allowed_hosts)
    )


def is_allowed_origin(
    origin: str | None, host: str | None, *, allowed_hosts: Iterable[str] = ()
) -> bool:
    """
    Tell whether a page may open a web socket.

    Parameters
    ----------
    origin
        Where the page came from; None where no browser asks.
    """
    if origin is None:
        return True
    try:
        told = urlsplit(origin)
        return told.netloc.lower() == (host or "").lower() or told.hostname in set(allowed_hosts)
    except ValueError:
        return False


class HostCheckMiddleware:
    """
    A server that answers only to names of its own, and its own pages.

    Parameters
    ----------
    app
        The server within, by the ASGI standard.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._allowed_hosts = configured_hosts()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        kind = scope["type"]
        if kind not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        host = get_header(scope, b"host")
        if not is_allowed_host(host, allowed_hosts=self._allowed_hosts):
            await (
                send_refusal(send, MISDIRECTED_REQUEST, "refusal.name")
                if kind == "http"
                else close_websocket(send, POLICY_VIOLATION)
            )
        elif kind == "websocket" and not is_allowed_origin(
            _origin_header(scope), host, allowed_hosts=self._allowed_hosts
        ):
            await close_websocket(send, POLICY_VIOLATION)
        else:
            await self._app(scope, receive, send)


def _origin_header(scope: Message) -> str | None:
    """Find where a page came from; two answers are the answer of nobody."""
    told = [value for key, value in scope["headers"] if key.lower() == b"origin"]
    return bytes(b" ".join(told)).decode("latin-1") if told else None


def _parse_hostname(host: str | None) -> str | None:
    try:
        told = urlsplit(f"//{host or ''}")
        _ = told.port  # a port that is no number is no port
    except ValueError:
        return None
    plain = told.username is None and not (told.path or told.query or told.fragment)
    return told.hostname.lower().rstrip(".") if plain and told.hostname else None


def _is_ip_address(hostname: str) -> bool:
    try:
        ip_address(hostname)
    except ValueError:
        return False
    return True

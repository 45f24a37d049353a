"""
Middleware that checks Host and Origin headers, against DNS rebinding.

A page of another site can let its own domain name resolve to this machine, and read responses as
its own origin. The Host header shows the name: a browser always sends it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit

from server.middleware.refusals import POLICY_VIOLATION, close_websocket, get_header, send_refusal
from server.middleware.response_headers import ASGIApp, Message, Receive, Send

HOSTS_VARIABLE = "AMPARO_HOSTS"
# Suffixes that cannot be registered: RFC 6761, 6762 and 8375, and `.internal` (ICANN, 2024).
LOCAL_SUFFIXES = (".localhost", ".local", ".home.arpa", ".internal")
MISDIRECTED_REQUEST = 421  # HTTP status, RFC 9110


def configured_hosts() -> frozenset[str]:
    """Read the configured host names of this server, separated by commas."""
    names = os.environ.get(HOSTS_VARIABLE, "").split(",")
    return frozenset(name.strip().lower().rstrip(".") for name in names if name.strip())


def is_allowed_host(host: str | None, *, allowed_hosts: Iterable[str] = ()) -> bool:
    """
    Return whether a Host header is allowed.

    Parameters
    ----------
    host
        Host name or IP address, with an optional port, as a browser sends it.
    allowed_hosts
        Configured names of this server.

    Returns
    -------
    allowed
        True for IP addresses, single-label names, local suffixes, and `allowed_hosts`: none of them
        can belong to another site.
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
    Return whether a page may open a WebSocket.

    Parameters
    ----------
    origin
        Origin of the page; None where the client is not a browser.
    """
    if origin is None:
        return True
    try:
        parts = urlsplit(origin)
        return parts.netloc.lower() == (host or "").lower() or parts.hostname in set(allowed_hosts)
    except ValueError:
        return False


class HostCheckMiddleware:
    """
    ASGI middleware that refuses foreign Host and Origin headers.

    Parameters
    ----------
    app
        The inner ASGI application.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._allowed_hosts = configured_hosts()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Handle one request, or refuse it."""
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
    """Return the Origin header; several values are joined, which matches no origin."""
    values = [value for key, value in scope["headers"] if key.lower() == b"origin"]
    return bytes(b" ".join(values)).decode("latin-1") if values else None


def _parse_hostname(host: str | None) -> str | None:
    try:
        parts = urlsplit(f"//{host or ''}")
        _ = parts.port  # raises ValueError where the port is not a number
    except ValueError:
        return None
    is_plain_host = parts.username is None and not (parts.path or parts.query or parts.fragment)
    return parts.hostname.lower().rstrip(".") if is_plain_host and parts.hostname else None


def _is_ip_address(hostname: str) -> bool:
    try:
        ip_address(hostname)
    except ValueError:
        return False
    return True

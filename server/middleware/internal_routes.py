"""
Middleware that hides Streamlit's internal routes from all clients but this machine.

Metrics disclose how many sessions are open; the script health check runs a screen; the agent
interface controls one. None of them is for clients from the network.
"""

from __future__ import annotations

import re
from ipaddress import ip_address

from starlette.requests import Request

from server.middleware.response_headers import ASGIApp, Message, Receive, Send
from server.responses import not_found

CLOSED_PATH = re.compile(r"(?:/[^/]+)*/_stcore/(?:metrics|script-health-check|agent)(?:[/\s].*)?")
# Headers of requests that a proxy forwarded, whatever the client's address is.
FORWARDED_HEADERS = ("forwarded", "x-forwarded-for", "x-real-ip", "via")


class InternalRoutesMiddleware:
    """
    ASGI middleware that returns 404 for internal routes.

    Parameters
    ----------
    app
        The inner ASGI application.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Handle one request, or respond with 404."""
        if scope["type"] == "http" and CLOSED_PATH.fullmatch(str(scope["path"])):
            request = Request(scope)
            if not _is_local(request):
                await not_found()(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _is_local(request: Request) -> bool:
    if any(name in request.headers for name in FORWARDED_HEADERS) or request.client is None:
        return False
    try:
        return ip_address(request.client.host).is_loopback
    except ValueError:
        return False

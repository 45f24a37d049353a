"""
Routes of Streamlit that tell about the server itself, closed to all but this machine.

Metrics tell how many are looking at this moment; the script health check runs a screen; the agent
interface drives one. None of them is for whoever comes by the network.
"""

from __future__ import annotations

import re
from ipaddress import ip_address

from starlette.requests import Request

from server.middleware.response_headers import ASGIApp, Message, Receive, Send
from server.responses import not_found

CLOSED_PATH = re.compile(r"(?:/[^/]+)*/_stcore/(?:metrics|script-health-check|agent)(?:[/\s].*)?")
# A request with one of these came through a proxy, whatever address it has now.
FORWARDED_HEADERS = ("forwarded", "x-forwarded-for", "x-real-ip", "via")


class InternalRoutesMiddleware:
    """
    A server whose internal routes answer as if they did not exist.

    Parameters
    ----------
    app
        The server within, by the ASGI standard.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request, or say that there is nothing."""
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

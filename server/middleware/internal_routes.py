"""
Middleware that hides Streamlit's internal routes from all clients but this machine.

Metrics disclose how many sessions are open; the script health check runs a screen; the agent
interface controls one. None of them is for clients from the network.
"""

from __future__ import annotations

import re

from geo.access.client_address import is_this_machine
from server.client_address import FORWARDED_HEADERS, client_address
from server.middleware.response_headers import ASGIApp, Message, Receive, Send
from server.responses import not_found

CLOSED_PATH = re.compile(r"(?:/[^/]+)*/_stcore/(?:metrics|script-health-check|agent)(?:[/\s].*)?")


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
        is_internal = scope["type"] == "http" and CLOSED_PATH.fullmatch(str(scope["path"]))
        if is_internal and not _is_local(scope):
            await not_found()(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _is_local(scope: Message) -> bool:
    is_forwarded = any(name.lower() in FORWARDED_HEADERS for name, _ in scope["headers"])
    return not is_forwarded and is_this_machine(client_address(scope))

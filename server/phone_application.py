"""
ASGI application for phones in the local network: the drawing pages, and nothing else.

It listens on a socket of its own, so that the screens stay on this machine. Who comes from another
network, names another host or comes after its end is refused, and of cookies only the one of a
joined phone is read: nobody is signed in here.
"""

from __future__ import annotations

from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from geo.workshop.participation import PARTICIPATION_COOKIE
from server import paths
from server.client_address import client_address
from server.drawing_routes import DRAWING_ROUTES
from server.local_network import is_local
from server.middleware.host_check import MISDIRECTED_REQUEST
from server.middleware.refusals import get_header, send_refusal
from server.middleware.request_limits import FORBIDDEN, RequestLimitMiddleware
from server.middleware.response_headers import (
    ASGIApp,
    Message,
    Receive,
    ResponseHeadersMiddleware,
    Send,
)
from server.middleware.security_headers import hash_inline_scripts
from server.middleware.upload_limit import UploadSemaphore
from server.responses import not_found
from server.routes.quick_exit import render_calendar_page

GONE = 410  # HTTP status
COOKIE_HEADER = b"cookie"


async def redirect_to_join_page(_: Request) -> Response:
    """Lead who typed the bare address to the form for a join code."""
    return RedirectResponse(paths.JOIN_PAGE_PATH, 303)


PHONE_ROUTES: list[BaseRoute] = [
    Route("/", redirect_to_join_page),
    *DRAWING_ROUTES,
]


def create_phone_application(host: str, is_open: Callable[[], bool]) -> Starlette:
    """
    Create the application.

    Parameters
    ----------
    host
        Address and port as phones name them.
    is_open
        Returns whether phones are still let in; read at every request.
    """

    async def no_uploads(_: Message) -> bool:
        return False

    return Starlette(
        routes=PHONE_ROUTES,
        middleware=[  # the outermost first
            Middleware(ResponseHeadersMiddleware, hash_inline_scripts(render_calendar_page())),
            Middleware(PhoneGateMiddleware, host, is_open),
            Middleware(RequestLimitMiddleware, UploadSemaphore(lambda: 0), no_uploads),
        ],
        exception_handlers={404: lambda *_: not_found(), 405: lambda *_: not_found()},
    )


class PhoneGateMiddleware:
    """
    ASGI middleware that lets in phones of the local network, as long as it is open.

    Parameters
    ----------
    app
        The inner ASGI application.
    host, is_open
        See `create_phone_application`.
    """

    def __init__(self, app: ASGIApp, host: str, is_open: Callable[[], bool]) -> None:
        self._app = app
        self._host = host
        self._is_open = is_open

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Handle one request, or refuse it."""
        if scope["type"] != "http":  # a WebSocket of the screens has nothing to do here
            if scope["type"] == "websocket":
                await send({"type": "websocket.close"})
            return
        if not self._is_open():
            await send_refusal(send, GONE, "refusal.phones_closed")
        elif get_header(scope, b"host") != self._host:
            await send_refusal(send, MISDIRECTED_REQUEST, "refusal.name")
        elif not is_local(client_address(scope)):
            await send_refusal(send, FORBIDDEN, "refusal.not_local")
        else:
            await self._app({**scope, "headers": _keep_phone_cookie(scope)}, receive, send)


def _keep_phone_cookie(scope: Message) -> list[tuple[bytes, bytes]]:
    """Return the headers without cookies but for that of a joined phone."""
    headers = [(name, value) for name, value in scope["headers"] if name.lower() != COOKIE_HEADER]
    token = _read_participation_token(get_header(scope, COOKIE_HEADER))
    if token is None:
        return headers
    return [*headers, (COOKIE_HEADER, f"{PARTICIPATION_COOKIE}={token}".encode("latin-1"))]


def _read_participation_token(header: str | None) -> str | None:
    try:
        cookies = SimpleCookie(header or "")
    except CookieError:
        return None
    return cookies[PARTICIPATION_COOKIE].value if PARTICIPATION_COOKIE in cookies else None

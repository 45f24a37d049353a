"""
ASGI application: Streamlit's app with additional routes and middleware.

Tiles and assets are served from here, so that no page sends a request to another host.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any, TypedDict

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from streamlit.starlette import App

from geo.cartography import demand_tiles
from geo.parsing import process as parsing_process
from geo.privacy.snapshot_disclosure import record_request
from geo.store.opening import serve_snapshots
from server import paths
from server.drawing_routes import DRAWING_ROUTES
from server.middleware.client_address import ClientAddressMiddleware
from server.middleware.connection_limit import ConnectionLimitMiddleware
from server.middleware.host_check import HostCheckMiddleware
from server.middleware.internal_routes import InternalRoutesMiddleware
from server.middleware.refusals import multilingual_text
from server.middleware.request_limits import RequestLimitMiddleware
from server.middleware.response_headers import ResponseHeadersMiddleware
from server.middleware.security_headers import build_security_headers, hash_inline_scripts
from server.middleware.upload_limit import (
    UploadSemaphore,
    keep_uploads_in_memory,
    may_upload,
)
from server.routes.auth import handle_sign_in, handle_sign_out
from server.routes.health import health
from server.routes.oidc import handle_provider_callback, redirect_to_provider
from server.routes.people_tiles import serve_people_tile
from server.routes.quick_exit import render_calendar_page
from server.streamlit_internals import (
    INDEX_PAGE,
    count_uploaded_bytes,
    keep_connection_addresses,
)
from server.warm_up import preload_modules

SHELL_PAGE = Path(__file__).parents[1] / "pages" / "shell.py"
ROUTES: list[BaseRoute] = [
    Route(paths.HEALTH_PATH, health),
    Route(paths.SIGN_IN_PATH, handle_sign_in, methods=["POST"]),
    Route(paths.SIGN_OUT_PATH, handle_sign_out, methods=["POST"]),
    Route(paths.OIDC_LOGIN_PATH, redirect_to_provider),
    Route(paths.OIDC_CALLBACK_PATH, handle_provider_callback),
    # Without routes, these return 404: Streamlit's own sign-in behind them is not reached.
    Mount(paths.STREAMLIT_AUTH_PREFIX, routes=[]),
    Mount(paths.OIDC_CALLBACK_PATH, routes=[]),
    *DRAWING_ROUTES,
    Route(
        demand_tiles.TILE_URL_PREFIX
        + "/{community}/{reader}/{version:int}/{zoom:int}/{x:int}/{y:int}.json",
        serve_people_tile,
    ),
]
# Hashes of the inline scripts that the content security policy allows.
SCRIPT_HASHES = [
    *hash_inline_scripts(INDEX_PAGE.read_text(encoding="utf-8")),
    *hash_inline_scripts(render_calendar_page()),
]


class ApplicationOptions(TypedDict):
    """Keyword arguments of `streamlit.starlette.App`."""

    routes: list[BaseRoute]
    middleware: list[Middleware]
    lifespan: Callable[[App], AbstractAsyncContextManager[None]]
    exception_handlers: dict[Any, Callable[[Request, Exception], Response]]


@asynccontextmanager
async def lifespan(_: App) -> AsyncIterator[None]:
    """Preload modules, and start the process that parses files, before the first request."""
    preload_modules()
    serve_snapshots(record_request)
    parsing_process.warm_up()
    yield


def handle_server_error(request: Request, _: Exception) -> Response:
    """Respond to an unhandled exception; runs outside of the middleware that sets headers."""
    headers = build_security_headers(request.url.path, request.headers.get("host", ""))
    return PlainTextResponse(multilingual_text("refusal.broken"), 500, headers=headers)


def application_options() -> ApplicationOptions:
    """Return the options of Streamlit's app: routes, middleware, lifespan, error handlers."""
    keep_uploads_in_memory()
    keep_connection_addresses()
    return {
        "routes": ROUTES,
        "middleware": [  # the outermost first
            Middleware(ResponseHeadersMiddleware, SCRIPT_HASHES),
            Middleware(HostCheckMiddleware),
            Middleware(ClientAddressMiddleware),
            Middleware(InternalRoutesMiddleware),
            Middleware(ConnectionLimitMiddleware, (paths.HEALTH_PATH, paths.CALENDAR_PATH)),
            Middleware(RequestLimitMiddleware, UploadSemaphore(count_uploaded_bytes), may_upload),
        ],
        "lifespan": lifespan,
        "exception_handlers": {Exception: handle_server_error},
    }

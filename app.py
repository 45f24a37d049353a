"""
The server: the screens of Streamlit, and beside them what maps need.

`streamlit run app.py` finds `app` here. Base-map tiles and map assets are routes of the same
server, so that no page ever asks another host for anything.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    Response,
)
from starlette.routing import Route
from streamlit.starlette import App

from geo.cartography import assets, offline_map, script_bundle, tiles
from geo.errors import CommunityUnknownError, StoreError
from geo.store.database import open_store
from pages.ui.draw.page_data import (
    DRAW_PATH,
    HISTORY_PATH,
    JOIN_PAGE_PATH,
    MARKS_PATH,
    STREET_NAMES_PATH,
)
from server.middleware.connection_limit import ConnectionLimitMiddleware
from server.middleware.host_check import HostCheckMiddleware
from server.middleware.refusals import multilingual_text
from server.middleware.request_limits import RequestLimitMiddleware
from server.middleware.response_headers import ResponseHeadersMiddleware
from server.middleware.security_headers import build_security_headers, hash_inline_scripts
from server.middleware.upload_limit import UploadSemaphore
from server.middleware.upload_rights import count_held_bytes, may_upload
from server.routes.auth import SIGN_IN_PATH, SIGN_OUT_PATH, handle_sign_in, handle_sign_out
from server.routes.drawing import (
    list_street_names,
    read_mark_history,
    show_drawing_page,
    synchronise_marks,
)
from server.routes.joining import JOIN_PATH, handle_join, show_join_page
from server.routes.oidc import OidcMiddleware
from server.routes.quick_exit import QUICK_EXIT_PATH, handle_quick_exit, render_calendar_page
from server.warm_up import preload_modules

SHELL_PAGE = Path(__file__).parent / "pages" / "shell.py"
# The page that the quick exit leads to; it says nothing of this app.
CALENDAR_PAGE = render_calendar_page()
# The two pages with scripts in them: Streamlit's, and the one above.
STREAMLIT_PAGE = Path(streamlit.__file__).parent / "static" / "index.html"
CONTENT_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
# An address with a version never changes its answer; one without may change with an update.
CACHE_ONE_YEAR = "public, max-age=31536000, immutable"
CACHE_ONE_HOUR = "public, max-age=3600"
NO_STORE = "no-store"
ASSETS_MISSING_TEXT = (
    "The map's files are not installed. Run start.py once; it fetches them.\n"
    "Faltan los archivos del mapa. Ejecute start.py una vez; los instala.\n"
)
STORE_CLOSED_TEXT = "The store is not open.\nLos datos no están abiertos.\n"

_tile_cache = tiles.TileCache()


@asynccontextmanager
async def lifespan(_: App) -> AsyncIterator[None]:
    """Get ready before the first visitor comes."""
    preload_modules()
    yield


async def health(_: Request) -> Response:
    """Say that the server answers."""
    return JSONResponse({"status": "ok"}, headers={"Cache-Control": NO_STORE})


async def calendar_page(_: Request) -> Response:
    """Show the neutral page that the way out leads to."""
    return HTMLResponse(CALENDAR_PAGE, headers={"Cache-Control": NO_STORE})


async def serve_asset(request: Request) -> Response:
    """Hand out one file that maps need; anything else does not exist."""
    if not assets.packages_installed():
        return _text_response(ASSETS_MISSING_TEXT, 503)
    package, path = request.path_params["package"], request.path_params["path"]
    caching = CACHE_ONE_YEAR if "v" in request.query_params else CACHE_ONE_HOUR
    told = {"Cache-Control": caching, "X-Content-Type-Options": "nosniff"}
    file = assets.find_asset(package, path)
    if file is not None:
        return FileResponse(file, media_type=CONTENT_TYPES[file.suffix], headers=told)
    joined = script_bundle.read_bundle(package, path)
    if joined is None:
        return _text_response("Not found.\n", 404)
    return Response(joined, media_type=CONTENT_TYPES[Path(path).suffix], headers=told)


def serve_tile(request: Request) -> Response:
    """Hand out one base-map tile; Starlette runs this in a thread, because it asks the store."""
    place = request.path_params
    zoom, x, y = place["zoom"], place["x"], place["y"]
    if not tiles.is_valid_tile(zoom, x, y):
        return _text_response("Not found.\n", 404)
    key = (place["community"], place["version"], zoom, x, y)
    cut = _tile_cache.get_tile(key)
    if cut is None:
        try:
            cut = tiles.render_tile(open_store(), place["community"], zoom=zoom, x=x, y=y)
        except CommunityUnknownError:
            return _text_response("Not found.\n", 404)
        except StoreError:  # locked, or held by another program: the screens say so in full
            return _text_response(STORE_CLOSED_TEXT, 503)
        _tile_cache.add_tile(key, cut)
    return Response(
        cut,
        media_type="application/vnd.mapbox-vector-tile",
        headers={"Cache-Control": CACHE_ONE_YEAR},
    )


def handle_server_error(request: Request, _: Exception) -> Response:
    """Answer where something broke: this is outside of all that gives answers their headers."""
    guarded = build_security_headers(request.url.path, request.headers.get("host", ""))
    return PlainTextResponse(multilingual_text("refusal.broken"), 500, headers=guarded)


def _text_response(text: str, status: int) -> Response:
    return PlainTextResponse(text, status, headers={"Cache-Control": NO_STORE})


ROUTES = [
    Route("/healthz", health),
    Route("/calendar", calendar_page),
    Route(SIGN_IN_PATH, handle_sign_in, methods=["POST"]),
    Route(SIGN_OUT_PATH, handle_sign_out, methods=["POST"]),
    Route(QUICK_EXIT_PATH, handle_quick_exit, methods=["POST"]),
    Route(JOIN_PAGE_PATH, show_join_page),
    Route(JOIN_PATH, handle_join, methods=["POST"]),
    Route(DRAW_PATH, show_drawing_page),
    Route(MARKS_PATH, synchronise_marks, methods=["POST"]),
    Route(HISTORY_PATH, read_mark_history),
    Route(STREET_NAMES_PATH + "/{community}/{version:int}", list_street_names),
    Route(assets.ASSET_URL_PREFIX + "/{package}/{path:path}", serve_asset),
    Route(
        offline_map.TILE_URL_PREFIX + "/{community}/{version:int}/{zoom:int}/{x:int}/{y:int}.mvt",
        serve_tile,
    ),
]

SCRIPT_HASHES = [
    *hash_inline_scripts(STREAMLIT_PAGE.read_text(encoding="utf-8")),
    *hash_inline_scripts(CALENDAR_PAGE),
]
app = App(
    SHELL_PAGE,
    routes=ROUTES,
    middleware=[  # from outside to inside
        Middleware(ResponseHeadersMiddleware, SCRIPT_HASHES),
        Middleware(HostCheckMiddleware),
        Middleware(ConnectionLimitMiddleware, ("/healthz", "/calendar")),
        Middleware(RequestLimitMiddleware, UploadSemaphore(count_held_bytes), may_upload),
        Middleware(OidcMiddleware),
    ],
    lifespan=lifespan,
    exception_handlers={Exception: handle_server_error},
)

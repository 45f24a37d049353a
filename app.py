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
from pages.ui.draw.page_data import DRAW, JOINING, MARKS, NAMES, PAST
from server.middleware.connection_limit import Rooms
from server.middleware.host_check import KnownHosts
from server.middleware.refusals import words
from server.middleware.request_limits import Bounded
from server.middleware.response_headers import Guarded
from server.middleware.security_headers import hashes, headers
from server.middleware.upload_limit import Desk
from server.middleware.upload_rights import held, may_bring
from server.routes.auth import SIGN_IN, SIGN_OUT, come_in, go_out
from server.routes.drawing import draw, marks, past, street_names
from server.routes.joining import JOIN, join, joining
from server.routes.oidc import Vouching
from server.routes.quick_exit import LEAVE, calendar_page, leave
from server.warm_up import get_ready

SHELL = Path(__file__).parent / "pages" / "shell.py"
# The page that the quick exit leads to; it says nothing of this app.
CALENDAR_PAGE = calendar_page()
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
FOR_A_YEAR = "public, max-age=31536000, immutable"
FOR_AN_HOUR = "public, max-age=3600"
NOT_AT_ALL = "no-store"
NOT_INSTALLED = (
    "The map's files are not installed. Run start.py once; it fetches them.\n"
    "Faltan los archivos del mapa. Ejecute start.py una vez; los instala.\n"
)
NOT_OPEN = "The store is not open.\nLos datos no están abiertos.\n"

_shelf = tiles.TileShelf()


@asynccontextmanager
async def ready(_: App) -> AsyncIterator[None]:
    """Get ready before the first visitor comes."""
    get_ready()
    yield


async def health(_: Request) -> Response:
    """Say that the server answers."""
    return JSONResponse({"status": "ok"}, headers={"Cache-Control": NOT_AT_ALL})


async def calendar(_: Request) -> Response:
    """Show the neutral page that the way out leads to."""
    return HTMLResponse(CALENDAR_PAGE, headers={"Cache-Control": NOT_AT_ALL})


async def asset(request: Request) -> Response:
    """Hand out one file that maps need; anything else does not exist."""
    if not assets.installed():
        return _words(NOT_INSTALLED, 503)
    package, path = request.path_params["package"], request.path_params["path"]
    caching = FOR_A_YEAR if "v" in request.query_params else FOR_AN_HOUR
    told = {"Cache-Control": caching, "X-Content-Type-Options": "nosniff"}
    file = assets.find(package, path)
    if file is not None:
        return FileResponse(file, media_type=CONTENT_TYPES[file.suffix], headers=told)
    joined = script_bundle.bundle(package, path)
    if joined is None:
        return _words("Not found.\n", 404)
    return Response(joined, media_type=CONTENT_TYPES[Path(path).suffix], headers=told)


def tile(request: Request) -> Response:
    """Hand out one base-map tile; Starlette runs this in a thread, because it asks the store."""
    place = request.path_params
    zoom, x, y = place["zoom"], place["x"], place["y"]
    if not tiles.on_the_map(zoom, x, y):
        return _words("Not found.\n", 404)
    key = (place["community"], place["version"], zoom, x, y)
    cut = _shelf.take(key)
    if cut is None:
        try:
            cut = tiles.cut_tile(open_store(), place["community"], zoom=zoom, x=x, y=y)
        except CommunityUnknownError:
            return _words("Not found.\n", 404)
        except StoreError:  # locked, or held by another program: the screens say so in full
            return _words(NOT_OPEN, 503)
        _shelf.put(key, cut)
    return Response(
        cut,
        media_type="application/vnd.mapbox-vector-tile",
        headers={"Cache-Control": FOR_A_YEAR},
    )


def broken(request: Request, _: Exception) -> Response:
    """Answer where something broke: this is outside of all that gives answers their headers."""
    guarded = headers(request.url.path, request.headers.get("host", ""))
    return PlainTextResponse(words("refusal.broken"), 500, headers=guarded)


def _words(text: str, status: int) -> Response:
    return PlainTextResponse(text, status, headers={"Cache-Control": NOT_AT_ALL})


ROUTES = [
    Route("/healthz", health),
    Route("/calendar", calendar),
    Route(SIGN_IN, come_in, methods=["POST"]),
    Route(SIGN_OUT, go_out, methods=["POST"]),
    Route(LEAVE, leave, methods=["POST"]),
    Route(JOINING, joining),
    Route(JOIN, join, methods=["POST"]),
    Route(DRAW, draw),
    Route(MARKS, marks, methods=["POST"]),
    Route(PAST, past),
    Route(NAMES + "/{community}/{version:int}", street_names),
    Route(assets.PREFIX + "/{package}/{path:path}", asset),
    Route(offline_map.TILES + "/{community}/{version:int}/{zoom:int}/{x:int}/{y:int}.mvt", tile),
]

SCRIPTS = [*hashes(STREAMLIT_PAGE.read_text(encoding="utf-8")), *hashes(CALENDAR_PAGE)]
app = App(
    SHELL,
    routes=ROUTES,
    middleware=[  # from outside to inside
        Middleware(Guarded, SCRIPTS),
        Middleware(KnownHosts),
        Middleware(Rooms, ("/healthz", "/calendar")),
        Middleware(Bounded, Desk(held), may_bring),
        Middleware(Vouching),
    ],
    lifespan=ready,
    exception_handlers={Exception: broken},
)

"""Route of the tiles of where people live, for the audience that a screen reads as."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from geo.access.layer_reader import decode_reader
from geo.access.sessions import SESSION_COOKIE
from geo.access.visitor import read_visible_community, visitor_from_token
from geo.cartography import demand_tiles
from geo.errors import CommunityUnknownError, StoreError
from geo.privacy.view import open_view
from geo.store import open_store
from server.responses import NO_STORE, not_found, text_response
from server.routes.tiles import STORE_CLOSED_TEXT


def serve_people_tile(request: Request) -> Response:
    """
    Serve a tile; not `async`, so that Starlette runs it in a thread: it reads the store.

    A phone that joined a drawing session by its word has no other homes than anybody else. Tiles
    are not cached by the browser, as little as the screens are.
    """
    parameters = request.path_params
    zoom, x, y = parameters["zoom"], parameters["x"], parameters["y"]
    if not demand_tiles.is_valid_demand_tile(zoom, x, y):
        return not_found()
    slug, token = parameters["community"], request.cookies.get(SESSION_COOKIE)
    try:
        store = open_store()
        visitor = visitor_from_token(store, token)
        read_visible_community(store, visitor, slug)
        audience = decode_reader(store, slug, parameters["reader"], visitor, token)
        index = demand_tiles.load_demand_index(open_view(store, slug, audience))
    except CommunityUnknownError:
        return not_found()
    except StoreError:  # locked, or in use by another process: the screens explain it
        return text_response(STORE_CLOSED_TEXT, 503)
    tile = demand_tiles.render_demand_tile(index, zoom=zoom, x=x, y=y)
    return JSONResponse(tile, headers={"Cache-Control": NO_STORE})

"""Route of the base map's vector tiles."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from geo.access.publication import is_published
from geo.cartography import tiles
from geo.errors import CommunityUnknownError, StoreError
from geo.privacy.result_cache import ResultCache
from geo.store import open_store
from server.community_access import find_visible_community
from server.responses import CACHE_ONE_YEAR, CACHE_PRIVATELY, not_found, text_response

STORE_CLOSED_TEXT = "The store is not open.\nLos datos no están abiertos.\n"
MAX_CACHED_TILES = 512  # tiles; at about 20 kB each, 10 MB of memory at most in a town

_tile_cache = ResultCache(MAX_CACHED_TILES)


def serve_tile(request: Request) -> Response:
    """Serve a tile; not `async`, so that Starlette runs it in a thread: it reads the store."""
    parameters = request.path_params
    zoom, x, y = parameters["zoom"], parameters["x"], parameters["y"]
    if not tiles.is_valid_tile(zoom, x, y):
        return not_found()
    slug = parameters["community"]
    try:
        store = open_store()
        community = find_visible_community(store, request, slug)
        tile = _tile_cache.get_or_compute(
            (slug, parameters["version"], zoom, x, y),
            lambda: tiles.render_tile(store, slug, zoom=zoom, x=x, y=y),
        )
        is_public = is_published(store, community)
    except CommunityUnknownError:
        return not_found()
    except StoreError:  # locked, or in use by another process: the screens explain it
        return text_response(STORE_CLOSED_TEXT, 503)
    return Response(
        tile,
        media_type="application/vnd.mapbox-vector-tile",
        headers={"Cache-Control": CACHE_ONE_YEAR if is_public else CACHE_PRIVATELY},
    )

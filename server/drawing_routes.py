"""Routes of the drawing pages and the quick exit: the app has them, phones have nothing else."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from geo.cartography import assets, offline_map
from server import paths
from server.routes.assets import serve_asset
from server.routes.drawing import (
    list_street_names,
    read_mark_history,
    show_drawing_page,
    synchronise_marks,
)
from server.routes.joining import handle_join, show_join_page
from server.routes.quick_exit import calendar_page, handle_quick_exit
from server.routes.tiles import serve_tile

DRAWING_ROUTES: list[BaseRoute] = [
    Route(paths.CALENDAR_PATH, calendar_page),
    Route(paths.QUICK_EXIT_PATH, handle_quick_exit, methods=["POST"]),
    Route(paths.JOIN_PAGE_PATH, show_join_page),
    Route(paths.JOIN_PATH, handle_join, methods=["POST"]),
    Route(paths.DRAW_PATH, show_drawing_page),
    Route(paths.MARKS_PATH, synchronise_marks, methods=["POST"]),
    Route(paths.HISTORY_PATH, read_mark_history),
    Route(paths.STREET_NAMES_PATH + "/{community}/{version:int}", list_street_names),
    Route(assets.ASSET_URL_PREFIX + "/{package}/{path:path}", serve_asset),
    Route(
        offline_map.TILE_URL_PREFIX + "/{community}/{version:int}/{zoom:int}/{x:int}/{y:int}.mvt",
        serve_tile,
    ),
]

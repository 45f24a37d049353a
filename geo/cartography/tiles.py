"""Base-map tiles: cut from a community's own streets, land and water by one query."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Any, Protocol

from geo.cartography.offline_map import MAX_DATA_ZOOM
from geo.errors import CommunityUnknownError

# A rank is the first zoom of the map that shows a feature, and the map draws a tile of one zoom
# on its next: 512 px wide instead of 256.
RANK_ZOOM_OFFSET = 1

MAX_CACHED_TILES = 512  # tiles; at about 20 kB each, 10 MB of memory at most in a town

TileKey = tuple[str, int, int, int, int]


class QueryStore(Protocol):
    """What cutting needs of the store: one question, asked by name."""

    def rows(self, name: str, /, **parameters: object) -> list[dict[str, Any]]:
        """Ask, and get each row as a dictionary by column name."""


class TileCache:
    """
    The tiles cut last, shared by all threads of the server.

    Parameters
    ----------
    kept
        How many tiles stay; the one asked for longest ago goes first.
    """

    def __init__(self, max_tiles: int = MAX_CACHED_TILES) -> None:
        self._max_tiles = max_tiles
        self._tiles: OrderedDict[TileKey, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get_tile(self, key: TileKey) -> bytes | None:
        """Take a tile by community, version, zoom, x and y; None if it is not here."""
        with self._lock:
            if key in self._tiles:
                self._tiles.move_to_end(key)
            return self._tiles.get(key)

    def add_tile(self, key: TileKey, tile: bytes) -> None:
        """Keep a tile."""
        with self._lock:
            self._tiles[key] = tile
            self._tiles.move_to_end(key)
            while len(self._tiles) > self._max_tiles:
                self._tiles.popitem(last=False)


def render_tile(store: QueryStore, community: str, *, zoom: int, x: int, y: int) -> bytes:
    """
    Cut one tile of a community's base map.

    Parameters
    ----------
    store
        The open store.
    community
        Short name.
    zoom, x, y
        Position in the usual scheme of web maps, y counted from the north.

    Returns
    -------
    tile
        Mapbox vector tile with the layers ground, water, building, street and place; they have
        no features where the community has nothing on this ground.

    Raises
    ------
    CommunityUnknownError
        If there is no such community: an empty map would hide the mistake.
    """
    if not store.rows("communities/read", slug=community):
        raise CommunityUnknownError(slug=community)
    last = zoom + RANK_ZOOM_OFFSET
    rows = store.rows("tiles/vector_tile", community=community, z=zoom, x=x, y=y, last_rank=last)
    return bytes(rows[0]["tile"])


def is_valid_tile(zoom: int, x: int, y: int) -> bool:
    """Tell whether a tile of this position exists at all."""
    return 0 <= zoom <= MAX_DATA_ZOOM and 0 <= x < 2**zoom and 0 <= y < 2**zoom

"""
The base map of a community as one bundle of tiles, as fine as the room for it allows.

A bundle goes from the zoom that shows the whole community on a phone up to one whose tiles hold
all there is; the map enlarges those.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from geo.cartography.offline_map import MAX_ZOOM
from geo.cartography.tiles import RANK_ZOOM_OFFSET, QueryStore
from geo.errors import CaptureTooLargeError

DegreeBounds = tuple[float, float, float, float]
# Lines of zoom 15 lose 1.2 m at most, two pixels of the nearest view; one more zoom would double
# the bytes and the time for that.
MAX_TILE_ZOOM = 15
PHONE_TILE_SHARE = 0.6  # of a tile of 512 px: what a phone of 360 px shows at once
MAX_TILES_PER_ZOOM = 900  # of one zoom; cutting takes a few hundredths of a second each
MAX_LATITUDE_DEG = 85.0  # degrees; web maps end a little beyond


@dataclass(frozen=True)
class TileBundle:
    """
    Tiles that were cut.

    Attributes
    ----------
    tiles
        Mapbox vector tiles, deflated, by "zoom/x/y".
    zoom_range
        The lowest and the highest zoom.
    full_detail
        Whether they are as fine as the map can show; else room was short.
    """

    tiles: dict[str, bytes]
    zoom_range: tuple[int, int]
    full_detail: bool


def build_tile_bundle(
    store: QueryStore, slug: str, bounds: DegreeBounds, *, max_bytes: int
) -> TileBundle:
    """
    Cut the tiles of a community's ground.

    Parameters
    ----------
    store
        The open store.
    bounds
        West, south, east, north of the ground [degrees].
    max_bytes
        Room for all tiles together, deflated.

    Raises
    ------
    CaptureTooLargeError
        If not even the coarsest tiles have room: the ground is a country, not a community.
    """
    lowest = find_lowest_zoom(bounds)
    below: dict[str, bytes] = {}
    found: TileBundle | None = None
    empty: set[str] = set()
    for zoom in range(lowest, MAX_TILE_ZOOM + 1):
        places = [
            at
            for at in list_tiles(bounds, zoom)
            if _tile_key(zoom - 1, *at, levels_up=1) not in empty
        ]
        if len(places) > MAX_TILES_PER_ZOOM:
            break
        finest = _encode_tiles(store, slug, zoom, places, rank=MAX_ZOOM)
        if _total_bytes(below) + _total_bytes(finest) > max_bytes:
            break
        found = TileBundle({**below, **finest}, (lowest, zoom), full_detail=zoom == MAX_TILE_ZOOM)
        if not found.full_detail:  # of what lies below the highest zoom, only what shows there
            below |= _encode_tiles(store, slug, zoom, places, rank=zoom + RANK_ZOOM_OFFSET)
        empty = {name for at in places if (name := _tile_key(zoom, *at)) not in finest}
    if found is None:
        raise CaptureTooLargeError
    return found


def find_lowest_zoom(bounds: DegreeBounds) -> int:
    """Find the highest zoom that shows all of the ground on a phone."""
    (left, top), (right, bottom) = _world_corners(bounds)
    share = max(right - left, bottom - top)
    return max(0, min(MAX_TILE_ZOOM, math.floor(math.log2(PHONE_TILE_SHARE / share))))


def list_tiles(bounds: DegreeBounds, zoom: int) -> Iterator[tuple[int, int]]:
    """Name the tiles of a zoom that lie under the ground, by x and y."""
    (left, top), (right, bottom) = _world_corners(bounds)
    count = 2**zoom
    for x in range(int(left * count), min(int(right * count), count - 1) + 1):
        for y in range(int(top * count), min(int(bottom * count), count - 1) + 1):
            yield x, y


def _world_corners(bounds: DegreeBounds) -> tuple[tuple[float, float], tuple[float, float]]:
    """Give the ground's corners as shares of the world map, from its north-west."""
    west, south, east, north = bounds
    return (_world_x(west), _world_y(north)), (_world_x(east), _world_y(south))


def _world_x(lon: float) -> float:
    return min(max((lon + 180) / 360, 0.0), 1.0)


def _world_y(lat: float) -> float:
    angle = math.radians(min(max(lat, -MAX_LATITUDE_DEG), MAX_LATITUDE_DEG))
    return (1 - math.asinh(math.tan(angle)) / math.pi) / 2


def _encode_tiles(
    store: QueryStore, slug: str, zoom: int, tile_indices: list[tuple[int, int]], *, rank: int
) -> dict[str, bytes]:
    found = {}
    for x, y in tile_indices:
        rows = store.rows("tiles/vector_tile", community=slug, z=zoom, x=x, y=y, last_rank=rank)
        tile = bytes(rows[0]["tile"])
        if tile:
            found[_tile_key(zoom, x, y)] = zlib.compress(tile, 9)
    return found


def _tile_key(zoom: int, x: int, y: int, *, levels_up: int = 0) -> str:
    """Name a tile; with `levels_up`, the one of so many zooms before that holds it."""
    return f"{zoom}/{x >> levels_up}/{y >> levels_up}"


def _total_bytes(tiles: dict[str, bytes]) -> int:
    return sum(len(tile) for tile in tiles.values())

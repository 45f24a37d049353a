"""
Offline bundle of vector tiles of a community, with as much detail as a size limit allows.

A bundle ranges from the zoom that shows the complete community on a phone to one whose tiles
contain all features; the map overzooms those.
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
# Simplification at zoom 15 moves lines by at most 1.2 m, two pixels at the highest zoom; one more
# zoom would double the size and the time.
MAX_TILE_ZOOM = 15
PHONE_TILE_SHARE = 0.6  # of a tile of 512 px that a phone of 360 px shows
MAX_TILES_PER_ZOOM = 900  # rendering takes a few hundredths of a second each
MAX_LATITUDE_DEG = 85.0  # degrees; Web Mercator ends slightly beyond


@dataclass(frozen=True)
class TileBundle:
    """
    Rendered tiles.

    Attributes
    ----------
    tiles
        Mapbox vector tiles, deflated, by "zoom/x/y".
    zoom_range
        The lowest and the highest zoom.
    full_detail
        Whether they have full detail; else the size limit prevented it.
    """

    tiles: dict[str, bytes]
    zoom_range: tuple[int, int]
    full_detail: bool


def build_tile_bundle(
    store: QueryStore, slug: str, bounds: DegreeBounds, *, max_bytes: int
) -> TileBundle:
    """
    Render the tiles of a community's extent.

    Parameters
    ----------
    store
        The open store.
    bounds
        West, south, east, north of the extent [degrees].
    max_bytes
        Size limit of all tiles together, deflated.

    Raises
    ------
    CaptureTooLargeError
        If even the lowest zoom exceeds the limit: the extent is a country, not a community.
    """
    lowest = find_lowest_zoom(bounds)
    lower_tiles: dict[str, bytes] = {}
    bundle: TileBundle | None = None
    empty: set[str] = set()
    for zoom in range(lowest, MAX_TILE_ZOOM + 1):
        tile_indices = [
            index
            for index in list_tiles(bounds, zoom)
            if _tile_key(zoom - 1, *index, levels_up=1) not in empty
        ]
        if len(tile_indices) > MAX_TILES_PER_ZOOM:
            break
        detailed_tiles = _encode_tiles(store, slug, zoom, tile_indices, rank=MAX_ZOOM)
        if _total_bytes(lower_tiles) + _total_bytes(detailed_tiles) > max_bytes:
            break
        bundle = TileBundle(
            {**lower_tiles, **detailed_tiles}, (lowest, zoom), full_detail=zoom == MAX_TILE_ZOOM
        )
        if not bundle.full_detail:  # below the highest zoom, only features shown there
            lower_tiles |= _encode_tiles(
                store, slug, zoom, tile_indices, rank=zoom + RANK_ZOOM_OFFSET
            )
        empty = {
            name
            for index in tile_indices
            if (name := _tile_key(zoom, *index)) not in detailed_tiles
        }
    if bundle is None:
        raise CaptureTooLargeError
    return bundle


def find_lowest_zoom(bounds: DegreeBounds) -> int:
    """Find the highest zoom that shows the complete extent on a phone."""
    (left, top), (right, bottom) = _world_corners(bounds)
    share = max(right - left, bottom - top)
    return max(0, min(MAX_TILE_ZOOM, math.floor(math.log2(PHONE_TILE_SHARE / share))))


def list_tiles(bounds: DegreeBounds, zoom: int) -> Iterator[tuple[int, int]]:
    """Yield x and y of the tiles of a zoom that cover the extent."""
    (left, top), (right, bottom) = _world_corners(bounds)
    count = 2**zoom
    for x in range(int(left * count), min(int(right * count), count - 1) + 1):
        for y in range(int(top * count), min(int(bottom * count), count - 1) + 1):
            yield x, y


def _world_corners(bounds: DegreeBounds) -> tuple[tuple[float, float], tuple[float, float]]:
    """Convert corners to fractions of the Web Mercator square, from its north-west."""
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
    tiles = {}
    for x, y in tile_indices:
        rows = store.rows("tiles/vector_tile", community=slug, z=zoom, x=x, y=y, last_rank=rank)
        tile = bytes(rows[0]["tile"])
        if tile:
            tiles[_tile_key(zoom, x, y)] = zlib.compress(tile, 9)
    return tiles


def _tile_key(zoom: int, x: int, y: int, *, levels_up: int = 0) -> str:
    """Key of a tile; with `levels_up`, of its ancestor so many zooms lower."""
    return f"{zoom}/{x >> levels_up}/{y >> levels_up}"


def _total_bytes(tiles: dict[str, bytes]) -> int:
    return sum(len(tile) for tile in tiles.values())

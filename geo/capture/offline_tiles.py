"""
Offline bundle of vector tiles of a community, with as much detail as a size limit allows.

A bundle ranges from the zoom that shows the complete community on a phone to one whose tiles
contain all features; the map overzooms those.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from geo.cartography.offline_map import MAX_ZOOM
from geo.cartography.tiles import RANK_ZOOM_OFFSET, QueryStore
from geo.errors import CaptureTooLargeError

DegreeBounds = tuple[float, float, float, float]
# Simplification at zoom 15 moves lines by at most 1.2 m, two pixels at the highest zoom; one more
# zoom would double the size and the time.
MAX_TILE_ZOOM = 15
PHONE_TILE_SHARE = 0.6  # of a tile of 512 px that a phone of 360 px shows
MAX_TILES_PER_ZOOM = 900
TILES_PER_QUERY = 128  # one query for all of a capital would hold all its streets at once
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
    zooms = [
        zoom
        for zoom in range(lowest, MAX_TILE_ZOOM + 1)
        if find_tile_block(bounds, zoom).count <= MAX_TILES_PER_ZOOM
    ]
    # Below the highest zoom, tiles have only the features shown there.
    overviews: dict[int, dict[str, bytes]] = {}
    for highest in reversed(zooms):
        for zoom in range(lowest, highest):
            if zoom not in overviews:
                block = find_tile_block(bounds, zoom)
                rank = zoom + RANK_ZOOM_OFFSET
                overviews[zoom] = _encode_tiles(store, slug, block, rank)
        lower_tiles = {
            key: tile for zoom in range(lowest, highest) for key, tile in overviews[zoom].items()
        }
        remaining_bytes = max_bytes - _total_bytes(lower_tiles)
        block = find_tile_block(bounds, highest)
        try:
            detailed_tiles = _encode_tiles(store, slug, block, MAX_ZOOM, remaining_bytes)
        except CaptureTooLargeError:
            continue  # the next lower zoom has fewer
        tiles = {**lower_tiles, **detailed_tiles}
        return TileBundle(tiles, (lowest, highest), full_detail=highest == MAX_TILE_ZOOM)
    raise CaptureTooLargeError


def find_lowest_zoom(bounds: DegreeBounds) -> int:
    """Find the highest zoom that shows the complete extent on a phone."""
    (left, top), (right, bottom) = _world_corners(bounds)
    share = max(right - left, bottom - top)
    return max(0, min(MAX_TILE_ZOOM, math.floor(math.log2(PHONE_TILE_SHARE / share))))


@dataclass(frozen=True)
class TileBlock:
    """A block of tiles of one zoom; the last column and row belong to it."""

    zoom: int
    first_x: int
    last_x: int
    first_y: int
    last_y: int

    @property
    def count(self) -> int:
        """Number of its tiles."""
        return (self.last_x - self.first_x + 1) * (self.last_y - self.first_y + 1)

    def split(self, max_tiles: int) -> Iterator[TileBlock]:
        """Yield blocks of complete columns, of at most so many tiles, or of one column each."""
        rows = self.last_y - self.first_y + 1
        step = max(1, max_tiles // rows)
        for first in range(self.first_x, self.last_x + 1, step):
            yield replace(self, first_x=first, last_x=min(first + step - 1, self.last_x))


def find_tile_block(bounds: DegreeBounds, zoom: int) -> TileBlock:
    """Find the tiles of a zoom that cover the extent."""
    (left, top), (right, bottom) = _world_corners(bounds)
    count = 2**zoom
    return TileBlock(
        zoom,
        first_x=int(left * count),
        last_x=min(int(right * count), count - 1),
        first_y=int(top * count),
        last_y=min(int(bottom * count), count - 1),
    )


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
    store: QueryStore, slug: str, block: TileBlock, rank: int, max_bytes: float = math.inf
) -> dict[str, bytes]:
    """
    Render and deflate the tiles of a block.

    Raises
    ------
    CaptureTooLargeError
        As soon as they exceed the limit.
    """
    tiles: dict[str, bytes] = {}
    total_bytes = 0
    for part in block.split(TILES_PER_QUERY):
        rows = store.rows(
            "tiles/vector_tiles",
            community=slug,
            z=part.zoom,
            first_x=part.first_x,
            last_x=part.last_x,
            first_y=part.first_y,
            last_y=part.last_y,
            last_rank=rank,
        )
        for row in rows:
            tile = zlib.compress(bytes(row["tile"]), 9)
            tiles[f"{part.zoom}/{row['x']}/{row['y']}"] = tile
            total_bytes += len(tile)
        if total_bytes > max_bytes:
            raise CaptureTooLargeError
    return tiles


def _total_bytes(tiles: dict[str, bytes]) -> int:
    return sum(len(tile) for tile in tiles.values())

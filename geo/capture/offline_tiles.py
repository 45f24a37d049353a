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
from geo.cartography.tiles import ZOOMS_AHEAD, Asks
from geo.errors import CaptureTooLargeError

Bounds = tuple[float, float, float, float]
# Lines of zoom 15 lose 1.2 m at most, two pixels of the nearest view; one more zoom would double
# the bytes and the time for that.
FINEST = 15
ON_A_PHONE = 0.6  # of a tile of 512 px: what a phone of 360 px shows at once
MOST_TILES = 900  # of one zoom; cutting takes a few hundredths of a second each
HIGHEST_LAT = 85.0  # degrees; web maps end a little beyond


@dataclass(frozen=True)
class GroundBundle:
    """
    Tiles that were cut.

    Attributes
    ----------
    tiles
        Mapbox vector tiles, deflated, by "zoom/x/y".
    zooms
        The lowest and the highest zoom.
    whole
        Whether they are as fine as the map can show; else room was short.
    """

    tiles: dict[str, bytes]
    zooms: tuple[int, int]
    whole: bool


def ground_bundle(store: Asks, slug: str, bounds: Bounds, *, most_bytes: int) -> GroundBundle:
    """
    Cut the tiles of a community's ground.

    Parameters
    ----------
    store
        The open store.
    bounds
        West, south, east, north of the ground [degrees].
    most_bytes
        Room for all tiles together, deflated.

    Raises
    ------
    CaptureTooLargeError
        If not even the coarsest tiles have room: the ground is a country, not a community.
    """
    lowest = first_zoom(bounds)
    below: dict[str, bytes] = {}
    found: GroundBundle | None = None
    empty: set[str] = set()
    for zoom in range(lowest, FINEST + 1):
        places = [at for at in tiles_of(bounds, zoom) if _name(zoom - 1, *at, up=1) not in empty]
        if len(places) > MOST_TILES:
            break
        finest = _cut(store, slug, zoom, places, rank=MAX_ZOOM)
        if _size(below) + _size(finest) > most_bytes:
            break
        found = GroundBundle({**below, **finest}, (lowest, zoom), whole=zoom == FINEST)
        if not found.whole:  # of what lies below the highest zoom, only what shows there
            below |= _cut(store, slug, zoom, places, rank=zoom + ZOOMS_AHEAD)
        empty = {name for at in places if (name := _name(zoom, *at)) not in finest}
    if found is None:
        raise CaptureTooLargeError
    return found


def first_zoom(bounds: Bounds) -> int:
    """Find the highest zoom that shows all of the ground on a phone."""
    (left, top), (right, bottom) = _corners(bounds)
    share = max(right - left, bottom - top)
    return max(0, min(FINEST, math.floor(math.log2(ON_A_PHONE / share))))


def tiles_of(bounds: Bounds, zoom: int) -> Iterator[tuple[int, int]]:
    """Name the tiles of a zoom that lie under the ground, by x and y."""
    (left, top), (right, bottom) = _corners(bounds)
    count = 2**zoom
    for x in range(int(left * count), min(int(right * count), count - 1) + 1):
        for y in range(int(top * count), min(int(bottom * count), count - 1) + 1):
            yield x, y


def _corners(bounds: Bounds) -> tuple[tuple[float, float], tuple[float, float]]:
    """Give the ground's corners as shares of the world map, from its north-west."""
    west, south, east, north = bounds
    return (_across(west), _down(north)), (_across(east), _down(south))


def _across(lon: float) -> float:
    return min(max((lon + 180) / 360, 0.0), 1.0)


def _down(lat: float) -> float:
    angle = math.radians(min(max(lat, -HIGHEST_LAT), HIGHEST_LAT))
    return (1 - math.asinh(math.tan(angle)) / math.pi) / 2


def _cut(
    store: Asks, slug: str, zoom: int, places: list[tuple[int, int]], *, rank: int
) -> dict[str, bytes]:
    found = {}
    for x, y in places:
        rows = store.rows("tiles/cut", community=slug, z=zoom, x=x, y=y, last_rank=rank)
        tile = bytes(rows[0]["tile"])
        if tile:
            found[_name(zoom, x, y)] = zlib.compress(tile, 9)
    return found


def _name(zoom: int, x: int, y: int, *, up: int = 0) -> str:
    """Name a tile; with `up`, the one of so many zooms before that holds it."""
    return f"{zoom}/{x >> up}/{y >> up}"


def _size(tiles: dict[str, bytes]) -> int:
    return sum(len(tile) for tile in tiles.values())

"""
Overpass QL queries for a rectangle, split into tiles.

Overpass servers are shared and run by volunteers: queries are small and sent one at a time.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from itertools import pairwise, product

from geo.errors import DownloadBoundsError, DownloadTooLargeError
from geo.osm.obstacles import LINEAR_BARRIERS

TILE_DEG = 0.1  # about 11 km: a city's tile stays below some 50 MB. Our choice.
MAX_TILES = 100  # about 110 km by 110 km at the equator; larger areas should use a country's file
SERVER_TIMEOUT_S = 180  # the server's time limit for one tile; its own default

# What `geo.osm.extract` reads, and nothing else. `>` adds their nodes and members.
_QUERY_TEMPLATE = """[out:xml][timeout:{seconds}][bbox:{south},{west},{north},{east}];
(
  way["highway"];
  relation["type"="multipolygon"]["highway"];
  way["route"="ferry"];
  way["waterway"~"^(river|canal|stream|ditch|drain|riverbank)$"];
  way["barrier"~"^({barriers})$"];
  way["railway"~"^(rail|light_rail|narrow_gauge|tram|subway)$"];
  wr["natural"~"^(water|wood|scrub|grassland|heath|sand|beach|wetland)$"];
  wr["landuse"];
  wr["leisure"~"^(park|garden|pitch|playground|golf_course)$"];
  wr["building"];
  relation["type"="restriction"];
  node["place"];
  node["natural"="peak"];
  nwr["amenity"~"^({amenities})$"];
  nwr["healthcare"];
  nwr["office"~"^(government|lawyer|ngo)$"];
  nwr["social_facility"];
);
(._;>;);
out body;
"""
_AMENITIES = (
    "police|hospital|clinic|doctors|courthouse|pharmacy|social_facility|community_centre|townhall"
)


@dataclass(frozen=True)
class BoundsTile:
    """A rectangle in degrees."""

    west: float
    south: float
    east: float
    north: float

    def overpass_query(self) -> str:
        """Format the query for this rectangle in Overpass QL."""
        return _QUERY_TEMPLATE.format(
            seconds=SERVER_TIMEOUT_S,
            amenities=_AMENITIES,
            barriers="|".join(sorted(LINEAR_BARRIERS)),
            south=_format_degrees(self.south),
            west=_format_degrees(self.west),
            north=_format_degrees(self.north),
            east=_format_degrees(self.east),
        )

    def cache_key(self) -> str:
        """Return a digest of the query, so that another query has another cache file."""
        return hashlib.sha256(self.overpass_query().encode()).hexdigest()[:16]


def split_into_tiles(bounds: tuple[float, float, float, float]) -> list[BoundsTile]:
    """
    Split a rectangle into tiles of equal size.

    Parameters
    ----------
    bounds
        West, south, east, north in degrees.

    Returns
    -------
    tiles
        Row by row from the south-west; together exactly the rectangle.

    Raises
    ------
    DownloadBoundsError
        If the four numbers are not a rectangle in degrees.
    DownloadTooLargeError
        If it needs more tiles than `MAX_TILES`.
    """
    west, south, east, north = bounds
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise DownloadBoundsError(bounds=", ".join(_format_degrees(degrees) for degrees in bounds))
    columns, rows = _count_tiles(west, east), _count_tiles(south, north)
    if columns * rows > MAX_TILES:
        raise DownloadTooLargeError(tiles=columns * rows, most=MAX_TILES)
    return [
        BoundsTile(left, bottom, right, top)
        for (bottom, top), (left, right) in product(
            pairwise(_tile_edges(south, north, rows)), pairwise(_tile_edges(west, east, columns))
        )
    ]


def _count_tiles(low: float, high: float) -> int:
    return math.ceil(round((high - low) / TILE_DEG, 6))


def _tile_edges(low: float, high: float, count: int) -> list[float]:
    return [low + (high - low) * step / count for step in range(count)] + [high]


def _format_degrees(value: float) -> str:
    return f"{value:.7f}"  # seven digits are all that OpenStreetMap keeps

"""
Tiles of where people live: squares with their number of people, and single dots at high zooms.

A layer of hundreds of thousands of dots is too much for a browser. A tile holds at most
`SQUARES_PER_SIDE` squares a side, or `MAX_DOTS_PER_TILE` dots and those just beyond its border.
Tiles are computed from the demand points of a view alone, so they disclose nothing else to its
audience.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.cartography.gap_layer import MAX_DOT_PX
from geo.cartography.offline_map import MAX_ZOOM
from geo.privacy.view import View

FloatArray = NDArray[np.float64]

TILE_URL_PREFIX = "/amparo/people"
TILE_PX = 256
SQUARES_PER_SIDE = 32  # of a tile: squares of 8 px
MAX_DOTS_PER_TILE = 600  # a wide screen shows about 20 tiles
MAX_DOTS = 2_000  # of a whole layer, up to which it is drawn without tiles
MAX_LATITUDE_DEG = 85.0  # degrees; Web Mercator ends slightly beyond
EQUATOR_M = 40_075_016.686  # circumference in Web Mercator, EPSG:3857


@dataclass(frozen=True, eq=False)
class DemandIndex:
    """
    The inhabited demand points of a view, in the order of their x.

    Attributes
    ----------
    x, y
        Position as fractions of the Web Mercator square, from its north-west.
    people
        Number of people of each [persons, > 0].
    dot_zoom
        Lowest zoom of tiles with dots; lower ones have squares.
    unknown_count
        Number of demand points whose people are unknown; no tile has them.
    """

    x: FloatArray
    y: FloatArray
    people: FloatArray
    dot_zoom: int
    unknown_count: int

    @property
    def needs_tiles(self) -> bool:
        """Whether the points are too many to be drawn without tiles."""
        return len(self.x) > MAX_DOTS


def load_demand_index(view: View) -> DemandIndex:
    """Index the demand points of a view; cached with the view."""
    return view.cache.get_or_compute("demand index", lambda: index_demand(view.demand))


def index_demand(demand: gpd.GeoDataFrame) -> DemandIndex:
    """
    Index demand points.

    Parameters
    ----------
    demand
        Points (EPSG:4326) with `people` [persons, >= 0]; NaN where unknown.
    """
    all_people = demand["people"].to_numpy(dtype=float)
    points = np.asarray(demand.geometry.array)
    inhabited = (all_people > 0) & ~shapely.is_empty(points) & ~shapely.is_missing(points)
    x, y = project_degrees(shapely.get_x(points[inhabited]), shapely.get_y(points[inhabited]))
    order = np.lexsort((y, x))
    x, y, people = x[order], y[order], all_people[inhabited][order]
    unknown_count = int(np.isnan(all_people).sum())
    return DemandIndex(x, y, people, _find_dot_zoom(x, y), unknown_count)


def project_degrees(lon: FloatArray, lat: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Project degrees to fractions of the Web Mercator square, from its north-west."""
    angle = np.radians(np.clip(lat, -MAX_LATITUDE_DEG, MAX_LATITUDE_DEG))
    return (lon + 180) / 360, (1 - np.arcsinh(np.tan(angle)) / math.pi) / 2


def _find_dot_zoom(x: FloatArray, y: FloatArray) -> int:
    """Find the lowest zoom from which on no tile has more dots than a browser draws at once."""
    for zoom in range(MAX_ZOOM, -1, -1):
        tile = np.floor(x * 2**zoom).astype(np.int64) * 2**zoom + np.floor(y * 2**zoom)
        if len(tile) and np.unique(tile, return_counts=True)[1].max() > MAX_DOTS_PER_TILE:
            return zoom + 1
    return 0


def render_demand_tile(index: DemandIndex, *, zoom: int, x: int, y: int) -> dict[str, list[float]]:
    """
    Render one tile.

    Parameters
    ----------
    zoom, x, y
        Position in the XYZ scheme of web maps, y counted from the north.

    Returns
    -------
    tile
        Below `dot_zoom` `squares`: column and row from the north-west, and people, of each
        inhabited square. From there on `dots`: position in the tile [px] and people of each, and
        of those whose disc begins in a neighbouring tile.
    """
    if zoom < index.dot_zoom:
        return {"squares": _sum_squares(index, zoom, x, y)}
    return {"dots": _place_dots(index, zoom, x, y)}


def is_valid_demand_tile(zoom: int, x: int, y: int) -> bool:
    """Check that a tile position exists in the XYZ scheme, at a zoom of the map."""
    return 0 <= zoom <= MAX_ZOOM and 0 <= x < 2**zoom and 0 <= y < 2**zoom


def square_side_m(zoom: int, *, lat: float) -> float:
    """Side of a square at a zoom and a latitude [m]."""
    return EQUATOR_M * math.cos(math.radians(lat)) / float(2**zoom * SQUARES_PER_SIDE)


def _sum_squares(index: DemandIndex, zoom: int, x: int, y: int) -> list[float]:
    first, last = np.searchsorted(index.x, [x / 2**zoom, (x + 1) / 2**zoom])
    column = np.floor((index.x[first:last] * 2**zoom - x) * SQUARES_PER_SIDE).astype(np.int64)
    row = np.floor((index.y[first:last] * 2**zoom - y) * SQUARES_PER_SIDE).astype(np.int64)
    inside = (row >= 0) & (row < SQUARES_PER_SIDE) & (column >= 0) & (column < SQUARES_PER_SIDE)
    square = column[inside] * SQUARES_PER_SIDE + row[inside]
    sums = np.bincount(square, index.people[first:last][inside], minlength=SQUARES_PER_SIDE**2)
    filled = np.flatnonzero(sums)
    columns, rows = filled // SQUARES_PER_SIDE, filled % SQUARES_PER_SIDE
    return _flatten(columns, rows, sums[filled])


def _place_dots(index: DemandIndex, zoom: int, x: int, y: int) -> list[float]:
    margin = MAX_DOT_PX / TILE_PX
    first, last = np.searchsorted(index.x, [(x - margin) / 2**zoom, (x + 1 + margin) / 2**zoom])
    left = index.x[first:last] * 2**zoom - x
    top = index.y[first:last] * 2**zoom - y
    near = (top >= -margin) & (top <= 1 + margin)
    return _flatten(left[near] * TILE_PX, top[near] * TILE_PX, index.people[first:last][near])


def _flatten(left: NDArray[Any], top: NDArray[Any], people: NDArray[Any]) -> list[float]:
    triples = np.column_stack([np.round(left, 1), np.round(top, 1), np.round(people, 1)])
    return [float(number) for number in triples.ravel()]

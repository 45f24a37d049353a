"""Lines of a layer as points of ways, with a node at each place where they are joined."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from pyproj import Transformer

from geo.formats.geometry_checks import COORDINATE_DECIMALS, Geometries
from geo.model import WGS84
from geo.network.polylines import BoolArray, FloatArray, Int64Array
from geo.network.street_network import estimate_metric_crs

DEGREE_UNITS = 10**COORDINATE_DECIMALS  # coordinates are compared as OpenStreetMap stores them
STREET_LEVEL = 0


@dataclass
class LinePoints:
    """
    The points of all lines, concatenated, in the order of their lines.

    Attributes
    ----------
    line
        Index of the line of each point.
    node
        Number of the node at each point: equal where lines are joined.
    lonlat, xy
        Coordinates of each node: EPSG:4326, and metres of a metric CRS; shape (nodes, 2).
    level
        Level of each line: `STREET_LEVEL`, or that of a bridge or tunnel.
    row
        Row of the layer of each line.
    transformer
        From EPSG:4326 to the metric CRS.
    """

    line: Int64Array
    node: Int64Array
    lonlat: FloatArray
    xy: FloatArray
    level: Int64Array
    row: Int64Array
    transformer: Transformer

    @property
    def starts_line(self) -> BoolArray:
        """Whether each point is the first of its line."""
        return np.concatenate([[True], self.line[1:] != self.line[:-1]])

    @property
    def is_end(self) -> BoolArray:
        """Whether each point is the first or the last of its line."""
        starts = self.starts_line
        is_end: BoolArray = starts | np.concatenate([starts[1:], [True]])
        return is_end

    def to_linestrings(self) -> Geometries:
        """Build one LineString per line, in metres."""
        return np.asarray(shapely.linestrings(self.xy[self.node], indices=self.line), dtype=object)

    def measure_along(self) -> FloatArray:
        """Measure the distance of each point from the start of its line [m]."""
        step = np.zeros(len(self.line))
        xy = self.xy[self.node]
        step[1:] = np.hypot(*(xy[1:] - xy[:-1]).T)
        step[self.starts_line] = 0.0
        total = np.cumsum(step)
        return np.asarray(total - total[self.starts_line][self.line])

    def insert_points(
        self, line: Int64Array, measure: FloatArray, node: Int64Array, *, along: FloatArray
    ) -> None:
        """
        Insert points into lines.

        Parameters
        ----------
        measure
            Distance of each new point from the start of its line [m].
        along
            Result of `measure_along`, of the points that are there.
        """
        lines = np.concatenate([self.line, line])
        order = np.lexsort((np.concatenate([along, measure]), lines))
        self.line = lines[order]
        self.node = np.concatenate([self.node, node])[order]

    def add_nodes(self, xy: FloatArray) -> Int64Array:
        """Add nodes at places in metres, and return their numbers."""
        first = len(self.xy)
        self.xy = np.concatenate([self.xy, xy])
        self.lonlat = np.concatenate([self.lonlat, self.locate(xy)])
        return np.arange(first, first + len(xy))

    def move_nodes(self, nodes: Int64Array, xy: FloatArray) -> None:
        """Move nodes to places in metres."""
        self.xy[nodes] = xy
        self.lonlat[nodes] = self.locate(xy)

    def locate(self, xy: FloatArray) -> FloatArray:
        """Transform places in metres to longitude and latitude, rounded as they are compared."""
        degrees = np.column_stack(
            self.transformer.transform(xy[:, 0], xy[:, 1], direction="INVERSE")
        )
        return np.round(degrees, COORDINATE_DECIMALS)


def join_equal_points(geometries: Geometries, rows: Int64Array, levels: Int64Array) -> LinePoints:
    """
    Build the points of lines, one node for the points of different lines at one place.

    Bridges and tunnels, which have a level, are joined at a point between their ends only to lines
    of the same level: what lies under a bridge is not on it.

    Parameters
    ----------
    geometries
        LineStrings, EPSG:4326, at least one; those without a length are dropped.
    rows, levels
        Row and level of each.
    """
    lonlat, line = shapely.get_coordinates(geometries, return_index=True)
    places, place = np.unique(
        np.round(lonlat * DEGREE_UNITS).astype(np.int64), axis=0, return_inverse=True
    )
    place = place.ravel()
    is_repeated = np.zeros(len(place), dtype=np.bool_)
    is_repeated[1:] = (place[1:] == place[:-1]) & (line[1:] == line[:-1])
    line, place = line[~is_repeated], place[~is_repeated]
    is_kept = np.bincount(line, minlength=len(geometries))[line] > 1
    lines, line = np.unique(line[is_kept], return_inverse=True)
    place, rows, levels = place[is_kept], rows[lines], levels[lines]
    node_places, node = _number_nodes(place, line, levels)
    lonlat = places[node_places] / DEGREE_UNITS
    metric = estimate_metric_crs(
        gpd.GeoDataFrame(geometry=gpd.points_from_xy(*lonlat.T), crs=WGS84)
    )
    transformer = Transformer.from_crs(WGS84, metric, always_xy=True)
    xy = np.column_stack(transformer.transform(*lonlat.T))
    return LinePoints(line, node, lonlat, xy, levels, rows, transformer)


def _number_nodes(
    place: Int64Array, line: Int64Array, levels: Int64Array
) -> tuple[Int64Array, Int64Array]:
    """Find the node of each point: by place, and by level within a bridge."""
    starts = np.concatenate([[True], line[1:] != line[:-1]])
    is_end = starts | np.concatenate([starts[1:], [True]])
    level = levels[line]
    key = np.column_stack([place, level])
    raised = np.unique(key[~is_end & (level != STREET_LEVEL)], axis=0)
    is_raised = ~is_end
    if len(raised):  # an end that meets a point of its own level up there
        known = {tuple(one) for one in raised.tolist()}
        is_raised |= np.array([tuple(one) in known for one in key.tolist()], dtype=np.bool_)
    storey = np.where(is_raised, level, STREET_LEVEL)
    nodes, node = np.unique(np.column_stack([place, storey]), axis=0, return_inverse=True)
    return nodes[:, 0], node.ravel()

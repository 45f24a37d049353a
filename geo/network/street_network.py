"""
The street network as arrays: what every search and every measure works on.

All edges are laid end to end on one long line. A place on edge `e`, `m` metres from its
first node, is the number `start[e] + m`; stretches of street are pairs of such numbers. What
covers a street can then be measured with sorted arrays instead of geometry.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from geo.model import WGS84
from geo.network.landmarks import Float32Array, compute_landmark_minutes
from geo.network.spatial_grid import SpatialGrid
from geo.network.speeds import estimate_walking_speeds

FloatArray = NDArray[np.float64]
Int32Array = NDArray[np.int32]
MIN_EDGE_LENGTH_M = 0.01  # a weight of zero makes an edge vanish from a sparse matrix


@dataclass(frozen=True)
class StreetNetwork:
    """
    Edges and nodes that a search can use: a simple graph, both directions open.

    Attributes
    ----------
    edge_ids
        The number each edge has in the store.
    u, v
        Its nodes, renumbered 0..nodes-1.
    length_m, minutes
        What walking it takes.
    lines
        LineStrings from `u` to `v` in `crs`.
    street_names, street_kinds
        Street name or None, and OSM class.
    is_bridge, is_stairs
        Whether it is one.
    node_count
        How many nodes there are.
    crs
        Metric; lengths are planar in it.
    """

    edge_ids: Int32Array
    u: Int32Array
    v: Int32Array
    length_m: FloatArray
    minutes: FloatArray
    lines: NDArray[np.object_]
    street_names: NDArray[np.object_]
    street_kinds: NDArray[np.object_]
    is_bridge: NDArray[np.bool_]
    is_stairs: NDArray[np.bool_]
    node_count: int
    crs: CRS

    @cached_property
    def pace_min_per_m(self) -> FloatArray:
        """Minutes a metre, for each edge."""
        return self.minutes / self.length_m

    @cached_property
    def min_pace_min_per_m(self) -> float:
        """The fewest minutes a metre takes anywhere."""
        return float(self.pace_min_per_m.min())

    @cached_property
    def edge_start_m(self) -> FloatArray:
        """Where each edge starts on the long line [m]; one more entry than edges."""
        return np.concatenate([[0.0], np.cumsum(self.length_m)])

    @cached_property
    def edge_tree(self) -> shapely.STRtree:
        """The edges by where they lie."""
        return shapely.STRtree(self.lines)

    @cached_property
    def vertices(self) -> LineVertices:
        """Every vertex of every edge, and where it lies along its edge."""
        return LineVertices.from_lines(self.lines)

    @cached_property
    def node_xy(self) -> FloatArray:
        """Where each node lies, in `crs`."""
        first, last = self.vertices.endpoint_indices()
        xy = np.zeros((self.node_count, 2))
        xy[self.u] = self.vertices.xy[first]
        xy[self.v] = self.vertices.xy[last]
        return xy

    @cached_property
    def node_grid(self) -> SpatialGrid:
        """The nodes by where they lie."""
        return SpatialGrid.from_points(self.node_xy)

    @cached_property
    def adjacency_matrix(self) -> csr_array:
        """
        Each edge in both directions: a matrix of nodes whose data are edge positions plus one.

        Notes
        -----
        The graph is simple, so no two arcs meet in one cell and none is added to another.
        """
        position = np.arange(1, len(self.u) + 1, dtype=np.int32)
        ends = np.concatenate([self.u, self.v]), np.concatenate([self.v, self.u])
        arcs = csr_array((np.tile(position, 2), ends), shape=(self.node_count, self.node_count))
        arcs.sort_indices()
        return arcs

    @cached_property
    def node_components(self) -> Int32Array:
        """Number the parts that nothing joins, node by node."""
        _, number = connected_components(self.adjacency_matrix, directed=False)
        return number.astype(np.int32)

    @cached_property
    def landmark_minutes(self) -> Float32Array:
        """What it takes from a few far junctions to all, see `geo.network.landmarks`."""
        arcs = self.adjacency_matrix
        minutes = self.minutes[arcs.data - 1]
        walked = csr_array((minutes, arcs.indices, arcs.indptr), shape=arcs.shape)
        return compute_landmark_minutes(walked, self.node_components)

    @cached_property
    def extent_m2(self) -> float:
        """Of the rectangle that holds all nodes; one at least."""
        return max(float(np.ptp(self.node_xy, axis=0).prod()), 1.0)


@dataclass(frozen=True)
class LineVertices:
    """Vertices of many lines, line by line: coordinates, whose they are, metres along it."""

    xy: FloatArray
    line_indices: NDArray[np.int64]
    along_m: FloatArray
    line_offsets: NDArray[np.int64]

    @classmethod
    def from_lines(cls, lines: NDArray[np.object_]) -> LineVertices:
        """Take the vertices of LineStrings."""
        xy, line = shapely.get_coordinates(lines, return_index=True)
        first = np.searchsorted(line, np.arange(len(lines) + 1))
        step = np.concatenate([[0.0], np.hypot(*np.diff(xy, axis=0).T)])
        step[first[:-1]] = 0.0
        run = np.cumsum(step)
        return cls(xy, line, run - run[first[line]], first)

    def endpoint_indices(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Tell the first and the last vertex of each line."""
        return self.line_offsets[:-1], self.line_offsets[1:] - 1


def estimate_metric_crs(frame: gpd.GeoDataFrame) -> CRS:
    """
    Choose the metric CRS of a community: UTM by its centre.

    Parameters
    ----------
    frame
        Anything of the community's, EPSG:4326, not empty.
    """
    west, south, east, north = frame.total_bounds
    return _utm_at(float(west + east) / 2, float(south + north) / 2)


@lru_cache(maxsize=256)  # PROJ looks through its whole database: 75 ms each time
def _utm_at(lon: float, lat: float) -> CRS:
    return CRS(gpd.GeoSeries.from_xy([lon], [lat], crs=WGS84).estimate_utm_crs())


def build_street_network(edges: gpd.GeoDataFrame) -> StreetNetwork:
    """
    Build the arrays from the edges of a community.

    Parameters
    ----------
    edges
        As the extract gives them, EPSG:4326. Only `routable` ones are taken.

    Notes
    -----
    Lengths are planar in UTM, within 0.04 % of the length on the ground.
    """
    crs = estimate_metric_crs(edges)
    used = edges[edges["routable"].to_numpy(dtype=bool)]
    lines = used.geometry.to_crs(crs).to_numpy()
    vertices = LineVertices.from_lines(lines)
    length = np.maximum(vertices.along_m[vertices.endpoint_indices()[1]], MIN_EDGE_LENGTH_M)
    steps = used["steps"].to_numpy(dtype=bool)
    speed = estimate_walking_speeds(used["kind"], used["surface"], is_stairs=steps)
    ends = used[["u", "v"]].to_numpy(dtype=np.int64)
    known, renumbered = np.unique(ends, return_inverse=True)
    renumbered = renumbered.reshape(ends.shape).astype(np.int32)
    return StreetNetwork(
        edge_ids=used["edge"].to_numpy(dtype=np.int32),
        u=np.ascontiguousarray(renumbered[:, 0]),
        v=np.ascontiguousarray(renumbered[:, 1]),
        length_m=length,
        minutes=length / speed,
        lines=lines,
        street_names=used["name"].astype(object).where(used["name"].notna(), None).to_numpy(),
        street_kinds=used["kind"].to_numpy(dtype=object),
        is_bridge=used["bridge"].to_numpy(dtype=bool),
        is_stairs=steps,
        node_count=len(known),
        crs=crs,
    )

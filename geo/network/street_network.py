"""
Street network as arrays: edges, nodes, adjacency matrix and spatial indices.

Linear referencing concatenates all edges on one axis. The position on edge `e`, `m` metres from
its first node, is the number `edge_start_m[e] + m`; an interval of a street is a pair of such
numbers. Coverage of streets is then computed with sorted arrays instead of geometry.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from geo.cached_property import cached_property
from geo.model import WGS84
from geo.network.edge_restrictions import EdgeRestrictions
from geo.network.landmarks import Float32Array, compute_landmark_minutes
from geo.network.passability import EdgeStates, Passability, PassabilityCache
from geo.network.spatial_grid import SpatialGrid
from geo.network.speeds import estimate_walking_speeds

FloatArray = NDArray[np.float64]
Int32Array = NDArray[np.int32]
MIN_EDGE_LENGTH_M = 0.01  # a weight of zero makes an edge vanish from a sparse matrix


@dataclass(frozen=True, eq=False)
class StreetNetwork:
    """
    Routable edges and nodes: a simple undirected graph.

    Attributes
    ----------
    edge_ids
        Number of each edge in the store.
    u, v
        First and last node of each edge, renumbered 0..nodes-1.
    length_m, minutes
        Length and walking time of each edge.
    lines
        LineStrings from `u` to `v` in `crs`.
    street_names, street_kinds
        Street name or None, and OSM class.
    is_bridge, is_stairs
        Whether the edge is a bridge, or stairs.
    is_unlit
        Whether the edge is tagged as without street lamps; without a tag it is unknown, and False.
    restrictions
        Access, opening hours and direction of each edge.
    node_count
        Number of nodes.
    crs
        Metric CRS; lengths are planar in it.
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
    is_unlit: NDArray[np.bool_]
    restrictions: EdgeRestrictions
    node_count: int
    crs: CRS

    @cached_property
    def pace_min_per_m(self) -> FloatArray:
        """Walking time per metre of each edge."""
        return self.minutes / self.length_m

    @cached_property
    def min_pace_min_per_m(self) -> float:
        """Lowest walking time per metre of all edges."""
        return float(self.pace_min_per_m.min())

    @cached_property
    def edge_start_m(self) -> FloatArray:
        """Start of each edge on the linear reference axis [m]; one more entry than edges."""
        return np.concatenate([[0.0], np.cumsum(self.length_m)])

    @cached_property
    def edge_tree(self) -> shapely.STRtree:
        """Spatial index of the edges."""
        return shapely.STRtree(self.lines)

    @cached_property
    def vertices(self) -> LineVertices:
        """Vertices of all edges, with the distance along the edge."""
        return LineVertices.from_lines(self.lines)

    @cached_property
    def node_xy(self) -> FloatArray:
        """Coordinates of each node, in `crs`."""
        first, last = self.vertices.endpoint_indices()
        xy = np.zeros((self.node_count, 2))
        xy[self.u] = self.vertices.xy[first]
        xy[self.v] = self.vertices.xy[last]
        return xy

    @cached_property
    def node_grid(self) -> SpatialGrid:
        """Spatial index of the nodes."""
        return SpatialGrid.from_points(self.node_xy)

    @cached_property
    def adjacency_matrix(self) -> csr_array:
        """
        Sparse adjacency matrix, symmetric; its data are edge positions plus one.

        Notes
        -----
        The graph is simple, so no two arcs share a cell and none are summed.
        """
        position = np.arange(1, len(self.u) + 1, dtype=np.int32)
        endpoints = np.concatenate([self.u, self.v]), np.concatenate([self.v, self.u])
        arcs = csr_array(
            (np.tile(position, 2), endpoints), shape=(self.node_count, self.node_count)
        )
        arcs.sort_indices()
        return arcs

    @cached_property
    def node_components(self) -> Int32Array:
        """Connected component number of each node."""
        _, number = connected_components(self.adjacency_matrix, directed=False)
        return number.astype(np.int32)

    @cached_property
    def edge_components(self) -> Int32Array:
        """Connected component number of each edge."""
        return self.node_components[self.u]

    @cached_property
    def main_component(self) -> int:
        """Number of the connected component with the most metres of street."""
        return int(np.bincount(self.edge_components, weights=self.length_m).argmax())

    def component_tree(self, component: int) -> tuple[shapely.STRtree, NDArray[np.int64]]:
        """Return the spatial index of a component's edges, and their positions; cached."""
        if component not in self._component_trees:
            edges = np.flatnonzero(self.edge_components == component)
            self._component_trees[component] = shapely.STRtree(self.lines[edges]), edges
        return self._component_trees[component]

    @cached_property
    def _component_trees(self) -> dict[int, tuple[shapely.STRtree, NDArray[np.int64]]]:
        return {}

    @cached_property
    def _passability_cache(self) -> PassabilityCache:
        return PassabilityCache(self.u, self.v, self.node_count, self.restrictions)

    def passability(self, hours_states: EdgeStates | None = None) -> Passability:
        """
        Find who may pass which edge; cached.

        Parameters
        ----------
        hours_states
            See `geo.network.passability.find_edge_states`.
        """
        return self._passability_cache.get_or_compute(hours_states)

    @cached_property
    def landmark_minutes(self) -> Float32Array:
        """Walking time from each landmark to all nodes; see `geo.network.landmarks`."""
        arcs = self.adjacency_matrix
        minutes = self.minutes[arcs.data - 1]
        minutes_matrix = csr_array((minutes, arcs.indices, arcs.indptr), shape=arcs.shape)
        return compute_landmark_minutes(minutes_matrix, self.node_components)

    @cached_property
    def extent_m2(self) -> float:
        """Area of the bounding rectangle of all nodes [m²]; at least one."""
        return max(float(np.ptp(self.node_xy, axis=0).prod()), 1.0)


@dataclass(frozen=True)
class LineVertices:
    """Vertices of many lines: coordinates, line index, and distance along the line."""

    xy: FloatArray
    line_indices: NDArray[np.int64]
    along_m: FloatArray
    line_offsets: NDArray[np.int64]

    @classmethod
    def from_lines(cls, lines: NDArray[np.object_]) -> LineVertices:
        """Extract the vertices of LineStrings."""
        xy, line = shapely.get_coordinates(lines, return_index=True)
        first = np.searchsorted(line, np.arange(len(lines) + 1))
        step = np.concatenate([[0.0], np.hypot(*np.diff(xy, axis=0).T)])
        step[first[:-1]] = 0.0
        run = np.cumsum(step)
        return cls(xy, line, run - run[first[line]], first)

    def endpoint_indices(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the index of the first and of the last vertex of each line."""
        return self.line_offsets[:-1], self.line_offsets[1:] - 1


def estimate_metric_crs(frame: gpd.GeoDataFrame) -> CRS:
    """
    Estimate the metric CRS of a community: the UTM zone of its centre.

    Parameters
    ----------
    frame
        Any layer of the community, EPSG:4326, not empty.
    """
    west, south, east, north = frame.total_bounds
    return _utm_at(float(west + east) / 2, float(south + north) / 2)


@lru_cache(maxsize=256)  # PROJ searches its database: 75 ms for each call
def _utm_at(lon: float, lat: float) -> CRS:
    return CRS(gpd.GeoSeries.from_xy([lon], [lat], crs=WGS84).estimate_utm_crs())


def build_street_network(edges: gpd.GeoDataFrame) -> StreetNetwork:
    """
    Build the network arrays from the edges of a community.

    Parameters
    ----------
    edges
        Edges as read from the extract, EPSG:4326. Only `routable` edges are used.

    Notes
    -----
    Lengths are planar in UTM, within 0.04 % of the geodesic length.
    """
    crs = estimate_metric_crs(edges)
    used = edges[edges["routable"].to_numpy(dtype=bool)]
    lines = used.geometry.to_crs(crs).to_numpy()
    vertices = LineVertices.from_lines(lines)
    length = np.maximum(vertices.along_m[vertices.endpoint_indices()[1]], MIN_EDGE_LENGTH_M)
    steps = used["steps"].to_numpy(dtype=bool)
    # Lists: pandas makes a Python text of each row of a column of texts far more slowly.
    kinds, surfaces = used["kind"].tolist(), used["surface"].tolist()
    speed = estimate_walking_speeds(kinds, surfaces, is_stairs=steps)
    endpoints = used[["u", "v"]].to_numpy(dtype=np.int64)
    node_ids, renumbered = np.unique(endpoints, return_inverse=True)
    renumbered = renumbered.reshape(endpoints.shape).astype(np.int32)
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
        restrictions=EdgeRestrictions.from_edges(used),
        node_count=len(node_ids),
        crs=crs,
        is_unlit=(used["lit"] == "no").to_numpy(dtype=bool),
    )

"""Catchment (service area) polygons: the streets that are reached, and what lies beside them."""

from __future__ import annotations

from itertools import pairwise

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.coverage.content_digest import digest
from geo.coverage.drawing_threads import draw_each
from geo.coverage.travel_time import ReachableNetwork
from geo.model import WGS84
from geo.network.street_network import FloatArray, StreetNetwork
from geo.privacy.result_cache import ResultCache
from geo.routes.route import line_substring

STREET_BUFFER_M = 60.0  # buffer on both sides of a reached street
BUFFER_SEGMENTS = 4  # of a quarter of a turn
SIMPLIFY_TOLERANCE_M = 4.0  # less than a line's width on a map of the whole community
CELL_M = 400.0  # streets of one cell are drawn together
CELLS_PER_BLOCK = 6  # a side


class CatchmentBuilder:
    """
    Builds catchments on one network; the streets of a cell that are reached alike are drawn once.

    Parameters
    ----------
    cache
        Parts of catchments, of any networks: the key of each is all that it is made of.
    """

    def __init__(self, network: StreetNetwork, cache: ResultCache) -> None:
        self._network = network
        self._cache = cache
        cell = np.floor(network.node_xy[network.u] / CELL_M).astype(np.int64)
        self._order = np.lexsort((cell[:, 1], cell[:, 0]))
        cell = cell[self._order]
        is_first = (np.diff(cell, axis=0, prepend=cell[:1] - 1) != 0).any(axis=1)
        self._begins = np.append(np.flatnonzero(is_first), len(cell))
        self._blocks = cell[self._begins[:-1]] // CELLS_PER_BLOCK
        self._digests = self._digest_cells()

    def _digest_cells(self) -> list[bytes]:
        """Digest the lines of the edges of each cell: their vertices, and the edge of each."""
        xy, owners = shapely.get_coordinates(self._network.lines[self._order], return_index=True)
        begins = np.searchsorted(owners, self._begins)
        return [
            digest(xy[begin:end].tobytes(), (owners[begin:end] - owners[begin]).tobytes())
            for begin, end in pairwise(begins.tolist())
        ]

    def build(
        self, reachable_network: ReachableNetwork, *, limit: float, is_in_metres: bool = False
    ) -> gpd.GeoSeries:
        """
        Build the catchment of services.

        Parameters
        ----------
        reachable_network
            On the builder's network.
        limit
            Minutes, or metres where `is_in_metres`.

        Returns
        -------
        catchment
            One (multi)polygon in EPSG:4326; empty where nothing is reached.

        Notes
        -----
        Streets are buffered one by one before they are united: buffering their union takes twenty
        times as long for the same polygon.
        """
        network = self._network
        trips = reachable_network.junction_times
        value = trips.length_m if is_in_metres else trips.minutes
        per_m = np.ones(len(network.u)) if is_in_metres else network.pace_min_per_m
        access = reachable_network.service_positions
        limits = limit - (access.access_m if is_in_metres else access.access_minutes)
        service_lines = _extract_service_lines(reachable_network, per_m, limits)
        shapes = [*self._draw_cells(value, per_m, limit), _buffer_lines(service_lines)]
        shape = shapely.simplify(shapely.union_all(shapes), SIMPLIFY_TOLERANCE_M)
        return gpd.GeoSeries([shape], crs=network.crs).to_crs(WGS84)

    def _draw_cells(
        self, node_values: FloatArray, value_per_m: FloatArray, limit: float
    ) -> list[shapely.Geometry]:
        """Draw the reached streets, by blocks of cells."""
        network = self._network
        reached_m = np.stack(
            [
                np.clip((limit - node_values[nodes]) / value_per_m, 0.0, network.length_m)
                for nodes in (network.u, network.v)
            ],
            axis=1,
        )
        reached_m[reached_m.sum(axis=1) >= network.length_m] = np.inf
        reached_m = reached_m[self._order]
        is_touched = np.add.reduceat(reached_m.any(axis=1), self._begins[:-1], dtype=np.int64) > 0

        def draw(number: int) -> tuple[bytes, shapely.Geometry]:
            rows = slice(self._begins[number], self._begins[number + 1])
            return self._load_cell(number, self._order[rows], reached_m[rows])

        touched = np.flatnonzero(is_touched).tolist()
        blocks: dict[tuple[int, int], list[tuple[bytes, shapely.Geometry]]] = {}
        for number, drawn in zip(touched, draw_each(draw, touched), strict=True):
            block = int(self._blocks[number, 0]), int(self._blocks[number, 1])
            blocks.setdefault(block, []).append(drawn)
        return draw_each(self._unite_block, blocks.values())

    def _load_cell(
        self, number: int, edges: NDArray[np.int64], reached_m: FloatArray
    ) -> tuple[bytes, shapely.Geometry]:
        key = digest(self._digests[number], reached_m.tobytes())

        def draw() -> shapely.Geometry:
            return _buffer_lines(_extract_reached_lines(self._network, edges, reached_m))

        return key, self._cache.get_or_compute(("streets", key), draw)

    def _unite_block(self, cells: list[tuple[bytes, shapely.Geometry]]) -> shapely.Geometry:
        key = "streets of cells", tuple(key for key, _ in cells)
        shapes = [shape for _, shape in cells]
        return self._cache.get_or_compute(key, lambda: shapely.union_all(shapes))


def _buffer_lines(lines: list[shapely.LineString]) -> shapely.Geometry:
    return shapely.union_all(shapely.buffer(lines, STREET_BUFFER_M, quad_segs=BUFFER_SEGMENTS))


def _extract_reached_lines(
    network: StreetNetwork, edges: NDArray[np.int64], reached_m: FloatArray
) -> list[shapely.LineString]:
    """
    Extract the reached parts of edges.

    Parameters
    ----------
    reached_m
        Metres reached from the first and the last node of each edge; infinite for whole edges.
    """
    lines, length = network.lines[edges], network.length_m[edges]
    from_u, from_v = reached_m.T
    is_whole = np.isinf(from_u)
    starts = [
        line_substring(lines[e], 0.0, from_u[e]) for e in np.flatnonzero(~is_whole & (from_u > 0))
    ]
    ends = [
        line_substring(lines[e], length[e] - from_v[e], length[e])
        for e in np.flatnonzero(~is_whole & (from_v > 0))
    ]
    return [*lines[is_whole], *starts, *ends]


def _extract_service_lines(
    reachable_network: ReachableNetwork, value_per_m: FloatArray, limits: FloatArray
) -> list[shapely.LineString]:
    """Extract the reached parts of the services' own edges, even if no node is reached."""
    is_reached = limits >= 0
    network = reachable_network.exposure.network
    positions = reachable_network.service_positions.select_positions(is_reached)
    remaining_m = limits[is_reached] / value_per_m[positions.edge_indices]
    low = np.maximum(positions.along_m - remaining_m, 0.0)
    high = np.minimum(positions.along_m + remaining_m, network.length_m[positions.edge_indices])
    return [
        line_substring(network.lines[edge], begin, end)
        for edge, begin, end in zip(positions.edge_indices, low, high, strict=True)
    ]

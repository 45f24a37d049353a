"""Coverage as plainly as it can be computed: one search, one threshold, one sum; nothing more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from geo.coverage.straight_line import DEFAULT_DETOUR_FACTOR
from geo.network.speeds import WALK_SPEED_M_PER_MIN
from geo.network.street_network import FloatArray, StreetNetwork

if TYPE_CHECKING:
    import geopandas as gpd

MAX_ACCESS_M = 1000.0  # homes and services farther from every junction have no route


class PlainCoverage:
    """
    Minutes of homes to the nearest service, and the people within a threshold.

    No exposure, no restrictions of streets, no zones, no women, no gap areas, no privacy; homes and
    services stand on the nearest junction.

    Parameters
    ----------
    homes
        Points in a metric CRS, with `people`.
    network
        Streets; None for straight lines.
    """

    def __init__(self, homes: gpd.GeoDataFrame, network: StreetNetwork | None) -> None:
        self._xy = np.column_stack([homes.geometry.x, homes.geometry.y])
        self._people = homes["people"].to_numpy(dtype=float)
        self._network = network
        if network is not None:
            self._junctions = cKDTree(network.node_xy)
            ends = np.concatenate([network.u, network.v]), np.concatenate([network.v, network.u])
            size = network.node_count
            self._arcs = csr_array((np.tile(network.minutes, 2), ends), shape=(size, size))
            self._access_m, self._junction = self._junctions.query(
                self._xy, distance_upper_bound=MAX_ACCESS_M
            )

    def find_minutes(self, services: gpd.GeoDataFrame) -> FloatArray:
        """Find the minutes of each home to the nearest service."""
        xy = np.column_stack([services.geometry.x, services.geometry.y])
        if self._network is None:
            metres = cKDTree(xy).query(self._xy)[0] * DEFAULT_DETOUR_FACTOR
            return np.asarray(metres / WALK_SPEED_M_PER_MIN)
        access_m, junctions = self._junctions.query(xy, distance_upper_bound=MAX_ACCESS_M)
        sources: NDArray[np.int64] = np.unique(junctions[np.isfinite(access_m)])
        by_junction = dijkstra(self._arcs, indices=sources, min_only=True)
        by_home = np.append(by_junction, np.inf)[self._junction]
        return np.asarray(by_home + self._access_m / WALK_SPEED_M_PER_MIN)

    def count_people(self, minutes: FloatArray, limit: float) -> float:
        """Sum the people within a threshold."""
        return float(self._people[minutes <= limit].sum())

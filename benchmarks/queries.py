"""What is asked of every engine: seeded areas, pairs of places, and services on a network."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.network.exposure import AreaCrossingCache, Exposure, measure_exposure
from geo.network.snapping import StreetPositions
from geo.network.street_network import StreetNetwork

MIN_PAIR_DISTANCE_M, MAX_PAIR_DISTANCE_M = (
    2000.0,
    4000.0,
)  # between the two places of a pair, as the crow flies
AREA_RADIUS_M = 60.0, 250.0
RISK_AREAS_PER_SAFE_ZONE = 10  # one safe zone for so many risk areas


@dataclass(frozen=True)
class BenchmarkQueries:
    """
    One seeded set of questions.

    Attributes
    ----------
    exposure
        The network and what its streets are exposed to.
    pairs
        Nodes to go from and to, shape (n, 2).
    services
        Nodes where services stand.
    """

    exposure: Exposure
    pairs: NDArray[np.int64]
    services: NDArray[np.int64]

    @property
    def network(self) -> StreetNetwork:
        """The streets."""
        return self.exposure.network


def draw_queries(
    network: StreetNetwork, *, seed: int, areas: int, pairs: int, services: int
) -> BenchmarkQueries:
    """Draw a set of questions; the same seed draws the same."""
    chance = np.random.default_rng(seed)
    risk = draw_areas(network, areas, chance)
    safe = draw_areas(network, max(areas // RISK_AREAS_PER_SAFE_ZONE, 1), chance)
    exposure = measure_exposure(
        AreaCrossingCache(network), risk_areas=risk, safe_zones=safe, slot="day"
    )
    main = np.flatnonzero(network.node_components == np.bincount(network.node_components).argmax())
    return BenchmarkQueries(
        exposure,
        _draw_pairs(network, main, pairs, chance),
        chance.choice(main, services, replace=False),
    )


def draw_areas(network: StreetNetwork, count: int, rng: np.random.Generator) -> gpd.GeoDataFrame:
    """Draw round areas about junctions; they are dense enough to overlap."""
    centre = network.node_xy[rng.integers(network.node_count, size=count)]
    shapes = shapely.buffer(shapely.points(centre), rng.uniform(*AREA_RADIUS_M, size=count))
    return gpd.GeoDataFrame(
        {"severity": rng.integers(1, 6, size=count), "holds": "always"},
        geometry=shapes,
        crs=network.crs,
    )


def snap_nodes(network: StreetNetwork, nodes: NDArray[np.int64]) -> StreetPositions:
    """Put nodes on an edge that begins or ends there."""
    edge = np.zeros(network.node_count, dtype=np.int64)
    edge[network.v] = np.arange(len(network.v))
    edge[network.u] = np.arange(len(network.u))
    at = edge[nodes]
    along = np.where(network.u[at] == nodes, 0.0, network.length_m[at])
    return StreetPositions(at, along, np.zeros(len(nodes)))


def _draw_pairs(
    network: StreetNetwork,
    main: NDArray[np.int64],
    count: int,
    rng: np.random.Generator,
) -> NDArray[np.int64]:
    xy = network.node_xy
    found: list[tuple[int, int]] = []
    while len(found) < count:
        origin = int(rng.choice(main))
        apart = np.hypot(*(xy[main] - xy[origin]).T)
        there = main[(apart >= MIN_PAIR_DISTANCE_M) & (apart <= MAX_PAIR_DISTANCE_M)]
        if len(there):
            found.append((origin, int(rng.choice(there))))
    return np.array(found)

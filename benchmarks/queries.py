"""What is asked of every engine: seeded areas, pairs of places, and services on a network."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.network.exposure import Crossings, Exposure, measure_exposure
from geo.network.snapping import Positions
from geo.network.street_network import StreetNetwork

NEAREST_M, FARTHEST_M = 2000.0, 4000.0  # between the two places of a pair, as the crow flies
AREA_RADIUS_M = 60.0, 250.0
SAFE_SHARE = 10  # one safe zone for so many risk areas


@dataclass(frozen=True)
class Questions:
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


def ask(network: StreetNetwork, *, seed: int, areas: int, pairs: int, services: int) -> Questions:
    """Draw a set of questions; the same seed draws the same."""
    chance = np.random.default_rng(seed)
    risk = draw_areas(network, areas, chance)
    safe = draw_areas(network, max(areas // SAFE_SHARE, 1), chance)
    exposure = measure_exposure(Crossings(network), risk_areas=risk, safe_zones=safe, slot="day")
    main = np.flatnonzero(network.component == np.bincount(network.component).argmax())
    return Questions(
        exposure, _pairs(network, main, pairs, chance), chance.choice(main, services, replace=False)
    )


def draw_areas(network: StreetNetwork, count: int, chance: np.random.Generator) -> gpd.GeoDataFrame:
    """Draw round areas about junctions; they are dense enough to overlap."""
    centre = network.node_xy[chance.integers(network.nodes, size=count)]
    shapes = shapely.buffer(shapely.points(centre), chance.uniform(*AREA_RADIUS_M, size=count))
    return gpd.GeoDataFrame(
        {"severity": chance.integers(1, 6, size=count), "holds": "always"},
        geometry=shapes,
        crs=network.crs,
    )


def places_of(network: StreetNetwork, nodes: NDArray[np.int64]) -> Positions:
    """Put nodes on an edge that begins or ends there."""
    edge = np.zeros(network.nodes, dtype=np.int64)
    edge[network.v] = np.arange(len(network.v))
    edge[network.u] = np.arange(len(network.u))
    at = edge[nodes]
    along = np.where(network.u[at] == nodes, 0.0, network.length_m[at])
    return Positions(at, along, np.zeros(len(nodes)))


def _pairs(
    network: StreetNetwork,
    main: NDArray[np.int64],
    count: int,
    chance: np.random.Generator,
) -> NDArray[np.int64]:
    xy = network.node_xy
    found: list[tuple[int, int]] = []
    while len(found) < count:
        origin = int(chance.choice(main))
        apart = np.hypot(*(xy[main] - xy[origin]).T)
        there = main[(apart >= NEAREST_M) & (apart <= FARTHEST_M)]
        if len(there):
            found.append((origin, int(chance.choice(there))))
    return np.array(found)

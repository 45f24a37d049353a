"""Villages nobody drew: streets and areas by chance, the same for the same seed."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import geopandas as gpd
import networkx as nx
import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import Delaunay
from shapely.affinity import rotate
from shapely.ops import substring

from geo.cached_property import cached_property
from geo.network.exposure import Exposure
from geo.network.snapping import StreetPositions
from geo.network.street_network import StreetNetwork
from geo.routes.cost import SAFE_ZONE_BONUS
from tests.village import Spot, Street, exposure, network, risk_areas, safe_zones, stand

SIDE_M = 1000.0
HOLDS = ("always", "day", "night")
KINDS = ("residential", "path", "track", "steps")
DRAWN_STREETS = 0.7  # the share of all lines between neighbours that are streets


def by_chance(test):
    """Run a test on villages by chance: as many as a machine with two cores has patience for."""
    return settings(max_examples=20)(given(seed=st.integers(0, 10**6))(test))


@dataclass(frozen=True)
class Wild:
    """A village by chance: its streets, its areas, and its chance for more."""

    network: StreetNetwork
    risks: gpd.GeoDataFrame
    safe: gpd.GeoDataFrame
    rng: np.random.Generator

    @cached_property
    def by_day(self) -> Exposure:
        """What its streets are exposed to by day."""
        return exposure(self.network, self.risks, self.safe)

    @cached_property
    def unions(self) -> tuple[list[shapely.Geometry], shapely.Geometry]:
        """Give the ground of at least each severity by day, and the safe ground."""
        day = self.risks[self.risks["holds"] != "night"].to_crs(self.network.crs)
        levels = [
            shapely.union_all(day.geometry[day["severity"] >= k].to_numpy()) for k in range(1, 6)
        ]
        return levels, shapely.union_all(self.safe.to_crs(self.network.crs).geometry.to_numpy())

    def spots(self, count: int) -> list[Spot]:
        """Give places somewhere in the village."""
        return [
            (float(east), float(north)) for east, north in self.rng.uniform(0, SIDE_M, (count, 2))
        ]

    def stand(self, count: int) -> StreetPositions:
        """Stand somewhere on its streets."""
        return stand(self.network, *self.spots(count))

    def overlay(self, line: shapely.Geometry) -> tuple[float, float, float]:
        """Measure a line by laying areas over it: metres at risk, inside, safe."""
        levels, safe = self.unions
        metres = [line.intersection(level).length for level in levels]
        return sum(metres) / 5, metres[0], line.intersection(safe).difference(levels[0]).length

    def price(self, piece: tuple[int, float, float], aversion: float) -> float:
        """Price a part of an edge [min], by the design's formula."""
        edge, begin, end = piece
        risk, _, safe = self.overlay(substring(self.network.lines[edge], begin, end))
        bonus = SAFE_ZONE_BONUS if aversion > 0 else 0.0
        return (end - begin + aversion * risk - bonus * safe) * float(
            self.network.pace_min_per_m[edge]
        )

    def graph(self, aversion: float, **places: StreetPositions) -> nx.Graph:
        """Lay the priced village out, each place a node spliced into its edge: (name, number)."""
        streets, graph = self.network, nx.Graph()
        for edge, (u, v, length) in enumerate(
            zip(streets.u, streets.v, streets.length_m, strict=True)
        ):
            between = [
                (float(place.along_m[number]), ("street", name, number))
                for name, place in places.items()
                for number in np.flatnonzero(place.edge_indices == edge)
            ]
            stops = [(0.0, int(u)), *sorted(between), (float(length), int(v))]
            for (begin, one), (end, other) in pairwise(stops):
                graph.add_edge(one, other, cost=self.price((edge, begin, end), aversion))
        for name, place in places.items():
            for number in range(len(place)):
                cost = self.price_access(place, number, aversion)
                graph.add_edge(("street", name, number), (name, number), cost=cost)
        return graph

    def price_access(self, place: StreetPositions, number: int, aversion: float) -> float:
        """Price the stretch from a spot to its street [min]: a path, and no discount on it."""
        risk, _, _ = self.overlay(place.access_lines[number])
        return (float(place.access_m[number]) + aversion * risk) * 1.2 / 75


def wild_village(seed: int, *, corners: int = 14, areas: int = 8) -> Wild:
    """Make a village of crooked streets, some of them parted from the rest."""
    rng = np.random.default_rng(seed)
    xy = rng.uniform(0, SIDE_M, (corners, 2))
    spots = {str(number): (float(east), float(north)) for number, (east, north) in enumerate(xy)}
    streets = [_crooked(rng, xy, pair) for pair in _neighbours(xy) if rng.random() < DRAWN_STREETS]
    risks = [
        (_blob(rng), int(rng.integers(1, 6)), HOLDS[int(rng.integers(3))]) for _ in range(areas)
    ]
    safe = [_blob(rng) for _ in range(3)]
    return Wild(network(spots, streets), risk_areas(*risks), safe_zones(*safe), rng)


def _neighbours(xy: np.ndarray) -> list[tuple[int, int]]:
    corners = Delaunay(xy).simplices
    pairs = {tuple(sorted((int(a), int(b)))) for t in corners for a, b in pairwise([*t, t[0]])}
    return sorted(pairs)


def _crooked(rng: np.random.Generator, xy: np.ndarray, pair: tuple[int, int]) -> Street:
    begin, end = xy[list(pair)]
    shares = np.sort(rng.uniform(0.1, 0.9, int(rng.integers(4))))
    via = begin + shares[:, None] * (end - begin) + rng.normal(0, 25, (len(shares), 2))
    kind = KINDS[int(rng.integers(len(KINDS)))]
    bends = tuple((float(east), float(north)) for east, north in via)
    return Street(str(pair[0]), str(pair[1]), via=bends, kind=kind, steps=kind == "steps")


def _blob(rng: np.random.Generator) -> shapely.Geometry:
    """Draw ground: a block, a round, a ring with a hole, or two rounds in one."""
    east, north = rng.uniform(0, SIDE_M, 2)
    reach = rng.uniform(30, 250)
    round_ = shapely.Point(east, north).buffer(reach, quad_segs=4)
    return [
        lambda: rotate(shapely.box(east, north, east + reach, north + reach / 2), 33),
        lambda: round_,
        lambda: round_.difference(shapely.Point(east, north).buffer(reach / 2)),
        lambda: shapely.MultiPolygon(
            [round_, shapely.Point(east + 3 * reach, north).buffer(reach / 2)]
        ),
    ][int(rng.integers(4))]()

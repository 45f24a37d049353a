"""A way from one place on a street to another, and what it measures."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.network.exposure import Exposure, Measures
from geo.network.street_network import FloatArray
from geo.routes.cost import calculate_costs


@dataclass(frozen=True)
class Route:
    """
    Pieces of edges walked one after the other.

    Attributes
    ----------
    exposure
        The streets, and what they are exposed to.
    edge_indices
        Position of each piece's edge in the network's arrays.
    from_m, to_m
        Metres from the edge's first node where the piece starts and ends; walked backwards
        where `from_m` is larger.
    """

    exposure: Exposure
    edge_indices: NDArray[np.int64]
    from_m: FloatArray
    to_m: FloatArray

    @cached_property
    def part_lengths_m(self) -> FloatArray:
        """Metres of each piece."""
        return np.abs(self.to_m - self.from_m)

    @cached_property
    def part_minutes(self) -> FloatArray:
        """Minutes of each piece."""
        return self.part_lengths_m * self.exposure.network.pace_min_per_m[self.edge_indices]

    @cached_property
    def part_measures(self) -> Measures:
        """What each piece is exposed to."""
        return self.exposure.measure_parts(self.edge_indices, self.from_m, self.to_m)

    @property
    def length_m(self) -> float:
        """Metres walked."""
        return float(self.part_lengths_m.sum())

    @property
    def minutes(self) -> float:
        """Minutes of walking."""
        return float(self.part_minutes.sum())

    @property
    def risk_m(self) -> float:
        """Metres at risk, each weighted by severity / 5."""
        return float(self.part_measures.risk_m.sum())

    @property
    def inside_risk_m(self) -> float:
        """Metres inside any risk area."""
        return float(self.part_measures.inside_m.sum())

    @property
    def safe_m(self) -> float:
        """Metres inside a safe zone and outside every risk area."""
        return float(self.part_measures.safe_m.sum())

    def calculate_cost(self, aversion: float) -> float:
        """Price the whole way [min]."""
        pace = self.exposure.network.pace_min_per_m[self.edge_indices]
        priced = calculate_costs(
            self.part_measures, length_m=self.part_lengths_m, pace_min_per_m=pace, aversion=aversion
        )
        return float(priced.sum())

    def equals_route(self, other_route: Route) -> bool:
        """Tell whether both walk the same pieces."""
        return (
            np.array_equal(self.edge_indices, other_route.edge_indices)
            and np.allclose(self.from_m, other_route.from_m)
            and np.allclose(self.to_m, other_route.to_m)
        )

    @cached_property
    def line(self) -> shapely.LineString:
        """The way on the ground, in the network's CRS; two equal points where it has no length."""
        parts = [
            line_substring(self.exposure.network.lines[edge], from_m, to_m)
            for edge, from_m, to_m in zip(self.edge_indices, self.from_m, self.to_m, strict=True)
        ]
        xy = np.concatenate([shapely.get_coordinates(part) for part in parts])
        apart = np.ones(len(xy), dtype=bool)
        apart[1:] = (np.abs(np.diff(xy, axis=0)) > 0).any(axis=1)
        kept = xy[apart]
        return shapely.LineString(kept if len(kept) > 1 else xy[[0, -1]])


def line_substring(line: shapely.LineString, from_m: float, to_m: float) -> shapely.LineString:
    """
    Cut a line between two places along it.

    Parameters
    ----------
    line
        Metric.
    from_m, to_m
        Metres from its first point; the piece runs backwards where `from_m` is larger.
    """
    low, high = min(from_m, to_m), max(from_m, to_m)
    xy = shapely.get_coordinates(line)
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(xy, axis=0).T))])
    ends = shapely.get_coordinates(shapely.line_interpolate_point(line, [low, high]))
    within = xy[(along > low) & (along < high)]
    piece = np.concatenate([ends[:1], within, ends[1:]])
    return shapely.LineString(piece if from_m <= to_m else piece[::-1])

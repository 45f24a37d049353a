"""A way from one place on a street to another, and what it measures."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.network.exposure import Exposure, Measures
from geo.network.street_network import FloatArray
from geo.routes.cost import cost_of


@dataclass(frozen=True)
class Way:
    """
    Pieces of edges walked one after the other.

    Attributes
    ----------
    exposure
        The streets, and what they are exposed to.
    edge
        Position of each piece's edge in the network's arrays.
    from_m, to_m
        Metres from the edge's first node where the piece starts and ends; walked backwards
        where `from_m` is larger.
    """

    exposure: Exposure
    edge: NDArray[np.int64]
    from_m: FloatArray
    to_m: FloatArray

    @cached_property
    def lengths(self) -> FloatArray:
        """Metres of each piece."""
        return np.abs(self.to_m - self.from_m)

    @cached_property
    def times(self) -> FloatArray:
        """Minutes of each piece."""
        return self.lengths * self.exposure.network.pace[self.edge]

    @cached_property
    def measures(self) -> Measures:
        """What each piece is exposed to."""
        return self.exposure.between(self.edge, self.from_m, self.to_m)

    @property
    def length_m(self) -> float:
        """Metres walked."""
        return float(self.lengths.sum())

    @property
    def minutes(self) -> float:
        """Minutes of walking."""
        return float(self.times.sum())

    @property
    def risk_m(self) -> float:
        """Metres at risk, each weighted by severity / 5."""
        return float(self.measures.risk_m.sum())

    @property
    def inside_risk_m(self) -> float:
        """Metres inside any risk area."""
        return float(self.measures.inside_m.sum())

    @property
    def safe_m(self) -> float:
        """Metres inside a safe zone and outside every risk area."""
        return float(self.measures.safe_m.sum())

    def cost(self, aversion: float) -> float:
        """Price the whole way [min]."""
        pace = self.exposure.network.pace[self.edge]
        priced = cost_of(self.measures, length_m=self.lengths, pace=pace, aversion=aversion)
        return float(priced.sum())

    def same_as(self, other: Way) -> bool:
        """Tell whether both walk the same pieces."""
        return (
            np.array_equal(self.edge, other.edge)
            and np.allclose(self.from_m, other.from_m)
            and np.allclose(self.to_m, other.to_m)
        )

    @cached_property
    def line(self) -> shapely.LineString:
        """The way on the ground, in the network's CRS; two equal points where it has no length."""
        parts = [
            piece_line(self.exposure.network.lines[edge], from_m, to_m)
            for edge, from_m, to_m in zip(self.edge, self.from_m, self.to_m, strict=True)
        ]
        xy = np.concatenate([shapely.get_coordinates(part) for part in parts])
        apart = np.ones(len(xy), dtype=bool)
        apart[1:] = (np.abs(np.diff(xy, axis=0)) > 0).any(axis=1)
        kept = xy[apart]
        return shapely.LineString(kept if len(kept) > 1 else xy[[0, -1]])


def piece_line(line: shapely.LineString, from_m: float, to_m: float) -> shapely.LineString:
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

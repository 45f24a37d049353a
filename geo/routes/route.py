"""Route along street edges, with its length, time, exposure, cost and line."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.cached_property import cached_property
from geo.network.access_exposure import measure_access
from geo.network.exposure import Exposure, Measures
from geo.network.snapping import StreetPositions
from geo.network.street_network import FloatArray
from geo.routes.cost import calculate_access_costs, calculate_costs


@dataclass(frozen=True)
class Route:
    """
    Consecutive parts of edges, and the access stretches from and to the locations.

    Attributes
    ----------
    exposure
        Street network with its exposure.
    edge_indices
        Position of each part's edge in the network's arrays.
    from_m, to_m
        Metres from the edge's first node where the part starts and ends; reversed where
        `from_m` is larger.
    endpoints
        Positions of origin and destination, whose access stretches belong to the route; None
        where there are none to walk, as between two services at one location.
    """

    exposure: Exposure
    edge_indices: NDArray[np.int64]
    from_m: FloatArray
    to_m: FloatArray
    endpoints: StreetPositions | None = None

    @cached_property
    def part_lengths_m(self) -> FloatArray:
        """Metres of each part."""
        return np.abs(self.to_m - self.from_m)

    @cached_property
    def part_minutes(self) -> FloatArray:
        """Minutes of each part."""
        return self.part_lengths_m * self.exposure.network.pace_min_per_m[self.edge_indices]

    @cached_property
    def part_measures(self) -> Measures:
        """Exposure of each part."""
        return self.exposure.measure_parts(self.edge_indices, self.from_m, self.to_m)

    @property
    def access_m(self) -> FloatArray:
        """Metres of the access stretches at the origin and at the destination."""
        return np.zeros(2) if self.endpoints is None else self.endpoints.access_m

    @property
    def access_minutes(self) -> FloatArray:
        """Minutes of the access stretches at the origin and at the destination."""
        return np.zeros(2) if self.endpoints is None else self.endpoints.access_minutes

    @cached_property
    def access_measures(self) -> Measures:
        """Exposure of the access stretches at the origin and at the destination."""
        if self.endpoints is None:
            return Measures(np.zeros(2), np.zeros(2), np.zeros(2))
        return measure_access(self.exposure, self.endpoints)

    @property
    def length_m(self) -> float:
        """Length of the route, with its access stretches."""
        return float(self.part_lengths_m.sum() + self.access_m.sum())

    @property
    def minutes(self) -> float:
        """Minutes of walking, with the access stretches."""
        return float(self.part_minutes.sum() + self.access_minutes.sum())

    @property
    def risk_m(self) -> float:
        """Severity-weighted metres: each metre counts severity / 5."""
        return float(self.part_measures.risk_m.sum() + self.access_measures.risk_m.sum())

    @property
    def inside_risk_m(self) -> float:
        """Metres inside any risk area."""
        return float(self.part_measures.inside_m.sum() + self.access_measures.inside_m.sum())

    @property
    def safe_m(self) -> float:
        """Metres of street inside a safe zone and outside every risk area."""
        return float(self.part_measures.safe_m.sum())

    def calculate_cost(self, aversion: float) -> float:
        """Calculate the cost of the route [min]."""
        pace = self.exposure.network.pace_min_per_m[self.edge_indices]
        costs = calculate_costs(
            self.part_measures, length_m=self.part_lengths_m, pace_min_per_m=pace, aversion=aversion
        )
        if self.endpoints is None:
            return float(costs.sum())
        access = calculate_access_costs(self.exposure, self.endpoints, aversion=aversion)
        return float(costs.sum() + access.sum())

    def equals_route(self, other_route: Route) -> bool:
        """Return whether both routes have the same parts."""
        return (
            np.array_equal(self.edge_indices, other_route.edge_indices)
            and np.allclose(self.from_m, other_route.from_m)
            and np.allclose(self.to_m, other_route.to_m)
        )

    @cached_property
    def access_lines(self) -> list[shapely.LineString]:
        """The access stretches longer than zero, from the location to the street."""
        if self.endpoints is None or self.endpoints.access_lines is None:
            return []
        return [line for line in self.endpoints.access_lines if line and line.length]

    @property
    def line_with_access(self) -> shapely.LineString:
        """The route's line from location to location, with the access stretches."""
        if self.endpoints is None or self.endpoints.access_lines is None:
            return self.line
        start, end = self.endpoints.access_lines
        parts = [start, self.line, None if end is None else end.reverse()]
        xy = np.concatenate([shapely.get_coordinates(part) for part in parts if part is not None])
        differs = np.append(True, (np.abs(np.diff(xy, axis=0)) > 0).any(axis=1))
        return shapely.LineString(xy[differs] if differs.sum() > 1 else xy[[0, -1]])

    @cached_property
    def line(self) -> shapely.LineString:
        """The street line in the network's CRS; two equal points where it has no length."""
        parts = [
            line_substring(self.exposure.network.lines[edge], from_m, to_m)
            for edge, from_m, to_m in zip(self.edge_indices, self.from_m, self.to_m, strict=True)
        ]
        xy = np.concatenate([shapely.get_coordinates(part) for part in parts])
        differs = np.ones(len(xy), dtype=bool)
        differs[1:] = (np.abs(np.diff(xy, axis=0)) > 0).any(axis=1)
        distinct = xy[differs]
        return shapely.LineString(distinct if len(distinct) > 1 else xy[[0, -1]])


def line_substring(line: shapely.LineString, from_m: float, to_m: float) -> shapely.LineString:
    """
    Extract the substring of a line between two distances along it.

    Parameters
    ----------
    line
        In a metric CRS.
    from_m, to_m
        Metres from its first point; the result is reversed where `from_m` is larger.
    """
    low, high = min(from_m, to_m), max(from_m, to_m)
    xy = shapely.get_coordinates(line)
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(xy, axis=0).T))])
    endpoints = shapely.get_coordinates(shapely.line_interpolate_point(line, [low, high]))
    within = xy[(along > low) & (along < high)]
    substring = np.concatenate([endpoints[:1], within, endpoints[1:]])
    return shapely.LineString(substring if from_m <= to_m else substring[::-1])

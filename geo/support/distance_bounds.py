"""Lower bounds of distance and walking time between locations, for all slots and aversions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from geo.cached_property import cached_property
from geo.network.landmarks import bound_travel_minutes
from geo.network.snapping import StreetPositions
from geo.network.street_network import FloatArray, Int32Array, StreetNetwork

ROUND_DOWN_FACTOR = 1 - 1e-9  # tolerance for rounding: a bound must not exceed the bounded value


@dataclass(frozen=True)
class DistanceBounds:
    """
    Positions of locations on one connected component of a network.

    Attributes
    ----------
    network, positions
        Street network, and the positions on it.
    """

    network: StreetNetwork
    positions: StreetPositions

    @cached_property
    def position_xy(self) -> FloatArray:
        """Coordinates of the positions in the network's CRS."""
        lines = self.network.lines[self.positions.edge_indices]
        points = shapely.line_interpolate_point(lines, self.positions.along_m)
        return np.asarray(shapely.get_coordinates(points))

    @cached_property
    def straight_line_m(self) -> FloatArray:
        """Straight-line distances, shape (positions, positions) [m]."""
        across = self.position_xy[:, None, :] - self.position_xy[None, :, :]
        return np.asarray(np.hypot(*across.transpose(2, 0, 1)))

    @cached_property
    def end_nodes(self) -> Int32Array:
        """Nodes at both ends of each position's edge, shape (2, positions)."""
        edge = self.positions.edge_indices
        return np.stack([self.network.u[edge], self.network.v[edge]])

    @cached_property
    def minutes_to_end_nodes(self) -> FloatArray:
        """Minutes from each location to its end nodes, with access; shape (2, positions)."""
        edge, along = self.positions.edge_indices, self.positions.along_m
        metres = np.stack([along, self.network.length_m[edge] - along])
        street_minutes = metres * self.network.pace_min_per_m[edge]
        return np.asarray(street_minutes + self.positions.access_minutes)

    @cached_property
    def access_minutes(self) -> FloatArray:
        """
        Minutes of both access stretches, shape (positions, positions); a metric.

        Zero between positions of the same location.
        """
        minutes = self.positions.access_minutes
        both = minutes[:, None] + minutes[None, :]
        for index in range(len(self.positions)):
            is_same = self.positions.match_locations(self.positions.select_position(index))
            both[index, is_same] = 0.0
        return both

    @cached_property
    def landmark_minutes(self) -> FloatArray:
        """Minutes from each landmark to each location, shape (landmarks, positions)."""
        landmarks = self.network.landmark_minutes[:, self.end_nodes].astype(np.float64)
        return np.asarray((landmarks + self.minutes_to_end_nodes).min(axis=1))

    @cached_property
    def min_minutes(self) -> FloatArray:
        """
        Lower bounds of minutes, shape (positions, positions); a metric.

        The maximum of two bounds: the straight line at the highest speed with both access
        stretches, and the landmarks.
        """
        straight = self.straight_line_m * self.network.min_pace_min_per_m + self.access_minutes
        return ROUND_DOWN_FACTOR * np.maximum(straight, bound_travel_minutes(self.landmark_minutes))

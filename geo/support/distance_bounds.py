"""Places on a network, and how far apart they are at least, whatever the light or the prices."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely

from geo.network.landmarks import bound_travel_minutes
from geo.network.snapping import StreetPositions
from geo.network.street_network import FloatArray, Int32Array, StreetNetwork

ROUND_DOWN_FACTOR = 1 - 1e-9  # so that no bound is above what it bounds for the last digit


@dataclass(frozen=True)
class DistanceBounds:
    """
    Where ways begin and end: all on one part of a network.

    Attributes
    ----------
    network, positions
        The streets, and the places on them.
    """

    network: StreetNetwork
    positions: StreetPositions

    @cached_property
    def position_xy(self) -> FloatArray:
        """Where the places lie, in the network's CRS."""
        lines = self.network.lines[self.positions.edge_indices]
        points = shapely.line_interpolate_point(lines, self.positions.along_m)
        return np.asarray(shapely.get_coordinates(points))

    @cached_property
    def straight_line_m(self) -> FloatArray:
        """The straight lines between them, shape (places, places)."""
        across = self.position_xy[:, None, :] - self.position_xy[None, :, :]
        return np.asarray(np.hypot(*across.transpose(2, 0, 1)))

    @cached_property
    def end_nodes(self) -> Int32Array:
        """The nodes at both ends of their streets, shape (2, places)."""
        edge = self.positions.edge_indices
        return np.stack([self.network.u[edge], self.network.v[edge]])

    @cached_property
    def minutes_to_end_nodes(self) -> FloatArray:
        """The minutes from each place to those, shape (2, places)."""
        edge, along = self.positions.edge_indices, self.positions.along_m
        metres = np.stack([along, self.network.length_m[edge] - along])
        return np.asarray(metres * self.network.pace_min_per_m[edge])

    @cached_property
    def landmark_minutes(self) -> FloatArray:
        """The minutes from each landmark to each place, shape (landmarks, places)."""
        landmarks = self.network.landmark_minutes[:, self.end_nodes].astype(np.float64)
        return np.asarray((landmarks + self.minutes_to_end_nodes).min(axis=1))

    @cached_property
    def min_minutes(self) -> FloatArray:
        """
        The fewest minutes between them, shape (places, places); a metric.

        Neither is one quicker than in a straight line on the quickest street, nor than landmarks
        allow.
        """
        straight = self.straight_line_m * (self.network.min_pace_min_per_m * ROUND_DOWN_FACTOR)
        return np.maximum(straight, bound_travel_minutes(self.landmark_minutes) * ROUND_DOWN_FACTOR)

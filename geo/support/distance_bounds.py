"""Places on a network, and how far apart they are at least, whatever the light or the prices."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely

from geo.network.landmarks import least_between
from geo.network.snapping import Positions
from geo.network.street_network import FloatArray, IntArray, StreetNetwork

DOWN = 1 - 1e-9  # so that no bound is above what it bounds for the last digit


@dataclass(frozen=True)
class Spread:
    """
    Where ways begin and end: all on one part of a network.

    Attributes
    ----------
    network, places
        The streets, and the places on them.
    """

    network: StreetNetwork
    places: Positions

    @cached_property
    def xy(self) -> FloatArray:
        """Where the places lie, in the network's CRS."""
        lines = self.network.lines[self.places.edge]
        points = shapely.line_interpolate_point(lines, self.places.along_m)
        return np.asarray(shapely.get_coordinates(points))

    @cached_property
    def apart_m(self) -> FloatArray:
        """The straight lines between them, shape (places, places)."""
        across = self.xy[:, None, :] - self.xy[None, :, :]
        return np.asarray(np.hypot(*across.transpose(2, 0, 1)))

    @cached_property
    def ends(self) -> IntArray:
        """The nodes at both ends of their streets, shape (2, places)."""
        edge = self.places.edge
        return np.stack([self.network.u[edge], self.network.v[edge]])

    @cached_property
    def to_ends(self) -> FloatArray:
        """The minutes from each place to those, shape (2, places)."""
        edge, along = self.places.edge, self.places.along_m
        metres = np.stack([along, self.network.length_m[edge] - along])
        return np.asarray(metres * self.network.pace[edge])

    @cached_property
    def since(self) -> FloatArray:
        """The minutes from each landmark to each place, shape (landmarks, places)."""
        landmarks = self.network.landmarks[:, self.ends].astype(np.float64)
        return np.asarray((landmarks + self.to_ends).min(axis=1))

    @cached_property
    def quickest(self) -> FloatArray:
        """
        The fewest minutes between them, shape (places, places); a metric.

        Neither is one quicker than in a straight line on the quickest street, nor than landmarks
        allow.
        """
        straight = self.apart_m * (self.network.quickest_pace * DOWN)
        return np.maximum(straight, least_between(self.since) * DOWN)

"""
Upper bounds of the savings in safe zones, computed before any route search.

Let d be the straight line between two positions, and g the shortest distance outside safe zones
between them, where zones are circles that cost nothing to pass. A route of length L with O metres
outside costs at least O + (1 − bonus) · (L − O) = (1 − bonus) · L + bonus · O metres, so at least
(1 − bonus) · d + bonus · g. Both d and g satisfy the triangle inequality, and so does the bound.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geo.network.exposure import Exposure
from geo.network.street_network import FloatArray

FIRST_CELL_SIDE_M = 250.0
MAX_CIRCLES = 64  # more circles are merged: the bound is then weaker, but still valid


@dataclass(frozen=True)
class SafeZoneCircles:
    """
    Circles that contain every street in safe zones.

    Attributes
    ----------
    centre_xy
        x and y in the network's CRS, shape (n, 2).
    radius_m
        Radius of each circle.
    street_minutes
        Minutes of all streets in safe zones in each circle.
    """

    centre_xy: FloatArray
    radius_m: FloatArray
    street_minutes: FloatArray

    def __len__(self) -> int:
        return len(self.radius_m)

    def distances_to_rim_m(self, xy: FloatArray) -> FloatArray:
        """Distances to each circle's rim, zero inside, shape (positions, circles)."""
        across = xy[:, None, :] - self.centre_xy[None, :, :]
        return np.asarray(np.maximum(np.hypot(*across.transpose(2, 0, 1)) - self.radius_m, 0.0))


def build_safe_zone_circles(exposures: Sequence[Exposure]) -> SafeZoneCircles:
    """Build circles around the streets in safe zones of any slot."""
    network = exposures[0].network
    minutes = np.max([one.cost_components_min[:, 2] for one in exposures], axis=0)
    edge = np.flatnonzero(minutes > 0)
    # No point of a street is farther from the midpoint of its ends than half its length.
    middle = (network.node_xy[network.u[edge]] + network.node_xy[network.v[edge]]) / 2
    half = network.length_m[edge] / 2
    side = FIRST_CELL_SIDE_M
    while True:
        _, circle = np.unique(middle // side, axis=0, return_inverse=True)
        count = int(circle.max(initial=-1)) + 1
        if count <= MAX_CIRCLES:
            break
        side *= 2
    circle = circle.ravel()
    share = np.bincount(circle, minlength=count)[:, None]
    sums = [np.bincount(circle, middle[:, axis], minlength=count) for axis in (0, 1)]
    centre = np.stack(sums, axis=1) / share
    radius = np.zeros(count)
    np.maximum.at(radius, circle, np.hypot(*(middle - centre[circle]).T) + half)
    held = np.bincount(circle, minutes[edge], minlength=count).astype(np.float64)
    return SafeZoneCircles(centre, radius, held)


def measure_outside_m(
    xy: FloatArray, straight_line_m: FloatArray, circles: SafeZoneCircles
) -> tuple[FloatArray, FloatArray]:
    """
    Compute the shortest distances outside all circles between positions, and to circles.

    Parameters
    ----------
    xy
        Positions, shape (n, 2).
    straight_line_m
        Straight-line distances, shape (n, n).

    Returns
    -------
    between, to
        Shapes (n, n) and (n, circles).
    """
    if not len(circles):
        return straight_line_m, np.empty((len(xy), 0))
    rims = circles.distances_to_rim_m(xy)
    gaps = np.maximum(
        circles.distances_to_rim_m(circles.centre_xy) - circles.radius_m[:, None], 0.0
    )
    for circle in range(len(circles)):
        np.minimum(gaps, gaps[:, circle, None] + gaps[None, circle, :], out=gaps)
    to = (rims[:, :, None] + gaps[None, :, :]).min(axis=1)
    least = straight_line_m.copy()
    for circle in range(len(circles)):
        np.minimum(least, to[:, circle, None] + rims[None, :, circle], out=least)
    return np.minimum(least, least.T), to

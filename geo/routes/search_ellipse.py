"""
The ground that ways of a limited cost can touch.

A way of at most so many metres between two points stays in the ellipse that has them as its
foci. What lies outside it can be left out of the search, and the answer is still exact.
"""

from __future__ import annotations

import numpy as np

from geo.network.exposure import Exposure
from geo.network.street_network import FloatArray, IntArray, StreetNetwork
from geo.routes.cost import bonus_for

ROUNDING_M = 0.01  # so that no way is lost for the last digits of a sum of lengths


def longest_m(exposure: Exposure, cost: float, *, aversion: float) -> float:
    """
    Bound the length of the ways that cost no more than a limit.

    Parameters
    ----------
    cost
        The limit [min].
    aversion
        For which the ways are priced.

    Returns
    -------
    metres
        No metre takes less time than on the quickest street, and none is rewarded by more than
        the bonus; nor are there more metres to be rewarded than all that lie in safe zones.
    """
    bonus = bonus_for(aversion)
    metres = cost / exposure.network.quickest_pace
    return min(metres / (1 - bonus), metres + bonus * exposure.safe_total_m)


def corridor(
    network: StreetNetwork, origin: FloatArray, targets: FloatArray, *, metres: float
) -> IntArray:
    """
    Find the junctions that ways from a place to the nearest of some others can pass.

    Parameters
    ----------
    origin
        x and y, in the network's CRS.
    targets
        The same of at least one place, shape (n, 2).
    metres
        How long the ways may be.

    Returns
    -------
    nodes
        In rising order: none is missing, but there may be more.
    """
    metres += ROUNDING_M
    near = targets[_apart(targets, origin) <= metres]
    nodes = network.cells.inside(*_rectangle(origin, near, metres))
    xy = np.take(network.node_xy, nodes, axis=0)
    left = metres - _apart(xy, origin)
    if len(near) == 1:
        left -= _apart(xy, near[0])
    return np.asarray(nodes[left >= 0])


def _apart(xy: FloatArray, place: FloatArray) -> FloatArray:
    """Measure from places to one place; four times as quick as `hypot`."""
    x, y = xy[:, 0] - place[0], xy[:, 1] - place[1]
    return np.asarray(np.sqrt(x * x + y * y))


def _rectangle(
    origin: FloatArray, targets: FloatArray, metres: float
) -> tuple[FloatArray, FloatArray]:
    """Give the lower left and the upper right corner of what holds the ellipses."""
    middle, apart = (origin + targets) / 2, targets - origin
    # Half the extent of an ellipse along x is half of √(metres² − dy²), and the other way round.
    half = np.sqrt(np.maximum(metres**2 - apart[:, ::-1] ** 2, 0.0)) / 2
    low, high = np.vstack([origin, middle - half]), np.vstack([origin, middle + half])
    return low.min(axis=0), high.max(axis=0)

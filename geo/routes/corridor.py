"""
The ground that ways of a limited cost can touch.

A way of at most so many metres between two points stays in the ellipse that has them as its
foci. What lies outside the rectangle around it can be left out of the search, and the answer
is still exact.
"""

from __future__ import annotations

import numpy as np

from geo.network.exposure import Exposure
from geo.network.network import FloatArray
from geo.routes.cost import bonus_for


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
    origin: FloatArray, targets: FloatArray, *, metres: float
) -> tuple[FloatArray, FloatArray]:
    """
    Find the rectangle that holds all ways from a place to some others.

    Parameters
    ----------
    origin
        x and y, metric.
    targets
        The same of at least one place, shape (n, 2).
    metres
        How long the ways may be.

    Returns
    -------
    low, high
        Its lower left and upper right corner. Targets farther than `metres` add nothing to it.
    """
    apart = targets - origin
    near = np.hypot(*apart.T) <= metres
    middle = origin + apart[near] / 2
    # Half the extent of an ellipse along x is half of √(metres² − dy²), and the other way round.
    half = np.sqrt(np.maximum(metres**2 - apart[near][:, ::-1] ** 2, 0.0)) / 2
    low, high = np.vstack([origin, middle - half]), np.vstack([origin, middle + half])
    return low.min(axis=0), high.max(axis=0)

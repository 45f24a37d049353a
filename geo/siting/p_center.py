"""
The p-centre model: the longest way to the nearest open site as short as possible.

Minieka (1970), "The m-center instance": the best value is one of the times of the instance, and
whether a value can be had is a set covering instance.
"""

from __future__ import annotations

import time

import numpy as np

from geo.siting.covering import DEFAULT_SECONDS, solve_set_covering
from geo.siting.instance import SitingInstance, SitingSolution, make_solution


def solve_p_center(instance: SitingInstance, *, seconds: float = DEFAULT_SECONDS) -> SitingSolution:
    """
    Choose the sites by which the longest way of anybody is shortest.

    People without any way to a site are left out of it. Where the sites that may be opened are too
    few to give everybody else a way, objective and bound are infinite.

    Parameters
    ----------
    seconds
        Time limit.

    Returns
    -------
    solution
        `objective` is the longest way [min].
    """
    end = time.monotonic() + seconds
    counted = (instance.weights > 0) & np.isfinite(instance.minutes).any(axis=0)
    values = np.unique(instance.minutes[:, counted])
    values = values[np.isfinite(values)]
    low, high = 0, len(values)  # below low nothing is possible; at high something is, or nothing
    best: tuple[int, ...] = ()
    while low < high:
        middle = (low + high) // 2
        left = max(end - time.monotonic(), 0.1)
        found = solve_set_covering(instance, instance.reach(values[middle]) & counted, seconds=left)
        if _is_enough(instance, found, values[middle], counted):
            best, high = found.sites, middle
        elif found.bound > instance.count or _leaves_out(instance, values[middle], counted):
            low = middle + 1
        else:
            break  # the time is over
    objective = values[high] if high < len(values) else np.inf
    bound = values[low] if low < len(values) else np.inf
    if not len(values):
        return make_solution([], 0.0, 0.0)
    if np.isinf(objective):
        return SitingSolution(best, np.inf, float(bound), is_proven=low == high)
    return make_solution(best, objective, bound)


def _is_enough(
    instance: SitingInstance, found: SitingSolution, limit: float, counted: np.ndarray
) -> bool:
    sites = [*found.sites, *np.flatnonzero(instance.is_fixed)]
    reached = np.asarray(instance.reach(limit)[sites].any(axis=0))
    return len(found.sites) <= instance.count and bool(reached[counted].all())


def _leaves_out(instance: SitingInstance, limit: float, counted: np.ndarray) -> bool:
    """Return whether somebody has no site at all within a limit."""
    reached = np.asarray(instance.reach(limit).any(axis=0))
    return not bool(reached[counted].all())

"""
The p-centre model: the longest way to the nearest open site as short as possible.

Minieka (1970), "The m-center problem": the best value is one of the times of the instance, and
whether a value can be had is a set covering problem.
"""

from __future__ import annotations

import time

import numpy as np

from geo.siting.covering import DEFAULT_SECONDS, solve_set_covering
from geo.siting.problem import SitingProblem, SitingSolution, make_solution


def solve_p_center(problem: SitingProblem, *, seconds: float = DEFAULT_SECONDS) -> SitingSolution:
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
    counted = (problem.weights > 0) & np.isfinite(problem.minutes).any(axis=0)
    values = np.unique(problem.minutes[:, counted])
    values = values[np.isfinite(values)]
    low, high = 0, len(values)  # below low nothing is possible; at high something is, or nothing
    best: tuple[int, ...] = ()
    while low < high:
        middle = (low + high) // 2
        left = max(end - time.monotonic(), 0.1)
        found = solve_set_covering(problem, problem.reach(values[middle]) & counted, seconds=left)
        if _is_enough(problem, found, values[middle], counted):
            best, high = found.sites, middle
        elif found.bound > problem.count or _leaves_out(problem, values[middle], counted):
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
    problem: SitingProblem, found: SitingSolution, limit: float, counted: np.ndarray
) -> bool:
    sites = [*found.sites, *np.flatnonzero(problem.is_fixed)]
    reached = problem.reach(limit)[sites].any(axis=0)
    return len(found.sites) <= problem.count and bool(reached[counted].all())


def _leaves_out(problem: SitingProblem, limit: float, counted: np.ndarray) -> bool:
    """Return whether somebody has no site at all within a limit."""
    return not bool(problem.reach(limit).any(axis=0)[counted].all())

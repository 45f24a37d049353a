"""
Covering models: most people within a threshold by p sites (MCLP), fewest sites for all (LSCP).

Church & ReVelle (1974), "The maximal covering location instance"; Toregas et al. (1971), "The
location of emergency service facilities".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse
from numpy.typing import NDArray

from geo.siting.instance import BoolArray, FloatArray, SitingInstance, SitingSolution, make_solution
from geo.siting.integer_program import IntegerProgram, solve_program

DEFAULT_SECONDS = 60.0
MAX_COMPARED = 2000  # patterns that are compared with each other: the cost is its square


@dataclass(frozen=True)
class Patterns:
    """
    Demand points that the same sites reach, as one.

    Attributes
    ----------
    reach
        Shape (free sites, patterns); each pattern has a site.
    weights
        Sum of the weights of its demand points.
    points
        Pattern of each demand point; -1 for those that a fixed site reaches, -2 for those that no
        site does.
    """

    reach: BoolArray
    weights: FloatArray
    points: NDArray[np.intp]


BY_FIXED, BY_NONE = -1, -2


def merge_points(instance: SitingInstance, reach: BoolArray) -> Patterns:
    """Merge the demand points that the same free sites reach."""
    free = reach[instance.free_sites]
    points = np.full(reach.shape[1], BY_NONE, dtype=np.intp)
    points[reach[instance.is_fixed].any(axis=0)] = BY_FIXED
    is_open = (points != BY_FIXED) & free.any(axis=0)
    packed = np.packbits(free[:, is_open], axis=0)
    _, first, pattern = np.unique(packed, axis=1, return_index=True, return_inverse=True)
    points[is_open] = pattern.ravel()
    weights = np.bincount(pattern.ravel(), instance.weights[is_open], minlength=len(first)).astype(
        float
    )
    return Patterns(free[:, is_open][:, first], weights, points)


def solve_maximal_covering(
    instance: SitingInstance, reach: BoolArray, *, seconds: float = DEFAULT_SECONDS
) -> SitingSolution:
    """
    Choose the sites within whose reach most people live.

    Parameters
    ----------
    reach
        Shape (sites, demand points): what counts as covered, for example `instance.reach(30)`, or
        safely within a threshold.
    seconds
        Time limit.

    Returns
    -------
    solution
        `objective` counts the people whom the fixed sites reach, too.

    Raises
    ------
    SitingSolverError
        As `solve_program`.
    """
    patterns = merge_points(instance, reach)
    covered = float(instance.weights[patterns.points == BY_FIXED].sum())
    chosen = _improve(patterns, _choose_greedily(patterns, instance.count))
    best = covered + _sum_covered(patterns, chosen)
    if not len(patterns.weights):
        return make_solution([], best, best)
    sites = _drop_dominated(patterns.reach)
    program = _make_covering_program(patterns, sites, instance.count)
    start = np.concatenate(
        [np.isin(sites, chosen), patterns.reach[chosen].any(axis=0)], dtype=float
    )
    is_startable = np.isin(chosen, sites).all()
    found = solve_program(program, seconds=seconds, start=start if is_startable else None)
    bound = covered - found.bound
    if found.values is not None and covered - found.costs > best:
        chosen = sites[found.values[: len(sites)] > 0.5]
        best = covered + _sum_covered(patterns, chosen)
    return make_solution(instance.free_sites[chosen], best, max(bound, best))


def solve_set_covering(
    instance: SitingInstance, reach: BoolArray, *, seconds: float = DEFAULT_SECONDS
) -> SitingSolution:
    """
    Choose the fewest sites that reach every demand point that any site reaches.

    `instance.count` has no effect.

    Returns
    -------
    solution
        `objective` is the number of sites without the fixed ones.
    """
    patterns = merge_points(instance, reach)
    required = _drop_implied(patterns.reach)
    if not required.shape[1]:
        return make_solution([], 0, 0)
    counts = Patterns(required, np.ones(required.shape[1]), patterns.points)
    chosen = _choose_greedily(counts, len(required))
    sites = _drop_dominated(required)
    number = len(sites)
    program = IntegerProgram(
        costs=np.ones(number),
        matrix=scipy.sparse.csr_array(required[sites].T.astype(float)),
        lower=np.ones(required.shape[1]),
        upper=np.full(required.shape[1], np.inf),
        variable_lower=np.zeros(number),
        variable_upper=np.ones(number),
        integer_count=number,
    )
    is_startable = np.isin(chosen, sites).all()
    start = np.isin(sites, chosen).astype(float) if is_startable else None
    found = solve_program(program, seconds=seconds, start=start)
    if found.values is not None and found.costs < len(chosen):
        chosen = sites[found.values > 0.5]
    bound = min(len(chosen), np.ceil(found.bound - 1e-6))
    return make_solution(instance.free_sites[chosen], len(chosen), bound)


def _make_covering_program(
    patterns: Patterns, sites: NDArray[np.intp], count: int
) -> IntegerProgram:
    """Make the MCLP: a pattern counts as far as the sites that reach it are open."""
    number, size = len(sites), len(patterns.weights)
    reaching = scipy.sparse.csr_array(patterns.reach[sites].T.astype(float))
    limited = scipy.sparse.csr_array(np.append(np.ones(number), np.zeros(size))[None, :])
    covered = scipy.sparse.hstack([-reaching, scipy.sparse.eye_array(size)])
    matrix = scipy.sparse.csr_array(scipy.sparse.vstack([covered, limited]))
    return IntegerProgram(
        costs=np.concatenate([np.zeros(number), -patterns.weights]),
        matrix=matrix,
        lower=np.full(size + 1, -np.inf),
        upper=np.concatenate([np.zeros(size), [count]]),
        variable_lower=np.zeros(number + size),
        variable_upper=np.ones(number + size),
        integer_count=number,
    )


def _choose_greedily(patterns: Patterns, count: int) -> NDArray[np.intp]:
    """Choose one site after the other, each the one that adds most; until none adds anything."""
    is_open = np.ones(len(patterns.weights), dtype=bool)
    chosen: list[int] = []
    while len(chosen) < count and is_open.any():
        gains = patterns.reach[:, is_open] @ patterns.weights[is_open]
        gains[chosen] = -1.0
        best = int(np.argmax(gains))
        if gains[best] <= 0:
            break
        chosen.append(best)
        is_open &= ~patterns.reach[best]
    return np.array(chosen, dtype=np.intp)


def _improve(patterns: Patterns, chosen: NDArray[np.intp]) -> NDArray[np.intp]:
    """Exchange one site for another as long as that covers more people."""
    reach = scipy.sparse.csr_array(patterns.reach.astype(float))
    while len(chosen):
        covers = patterns.reach[chosen].sum(axis=0)
        gains = reach @ (patterns.weights * (covers == 0))
        alone = scipy.sparse.csr_array(patterns.reach[chosen] * (patterns.weights * (covers == 1)))
        losses = alone.sum(axis=1)
        shared = (alone @ reach.T).toarray()
        changes = gains[None, :] + shared - losses[:, None]
        changes[:, chosen] = 0.0
        removed, added = np.unravel_index(np.argmax(changes), changes.shape)
        if changes[removed, added] <= 1e-9 * max(1.0, patterns.weights.sum()):
            break
        chosen = np.concatenate([np.delete(chosen, removed), [added]])
    return np.sort(chosen)


def _sum_covered(patterns: Patterns, chosen: NDArray[np.intp]) -> float:
    return float(patterns.weights[patterns.reach[chosen].any(axis=0)].sum())


def _drop_dominated(reach: BoolArray) -> NDArray[np.intp]:
    """List the sites but for those that reach nothing more than another one does."""
    sites = _list_maximal(reach)
    return sites[reach[sites].any(axis=1)]


def _drop_implied(reach: BoolArray) -> BoolArray:
    """Leave out patterns that are covered wherever another one is: those with more sites."""
    if reach.shape[1] > MAX_COMPARED:
        return reach  # the solver finds most of them itself
    return reach[:, _list_maximal(~reach.T)]


def _list_maximal(rows: BoolArray) -> NDArray[np.intp]:
    """List the rows that no other row contains; of equal rows the first."""
    matrix = scipy.sparse.csr_array(rows.astype(np.float32))
    sizes = rows.sum(axis=1)
    common = (matrix @ matrix.T).tocoo()
    inner, outer = common.coords
    is_inside = common.data >= sizes[inner]
    is_larger = (sizes[outer] > sizes[inner]) | ((sizes[outer] == sizes[inner]) & (outer < inner))
    is_dominated = np.zeros(len(rows), dtype=bool)
    is_dominated[inner[is_inside & is_larger]] = True
    is_dominated[sizes == 0] = True
    if is_dominated.all() and len(rows):
        is_dominated[0] = False
    return np.flatnonzero(~is_dominated)

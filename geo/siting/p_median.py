"""
The p-median model: the fewest minutes of all people to their nearest open site together.

Hakimi (1964), "Optimum locations of switching centers". The bound is that of Benders' cuts of
Duran-Mateluna, Ales & Elloumi (2023), "An efficient Benders decomposition for the p-median
instance"; the first solution is Teitz & Bart's interchange (1968).
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
import scipy.sparse
from numpy.typing import NDArray

from geo.siting.instance import FloatArray, SitingInstance, SitingSolution, make_solution
from geo.siting.integer_program import IntegerProgram, ProgramSolution, solve_program

DEFAULT_SECONDS = 60.0
CUT_TOLERANCE = 1e-7  # relative: what a cut has to add
MAX_ROUNDS = 200


@dataclass(frozen=True)
class Assignment:
    """
    The costs of serving each demand point from each free site, bounded by its fixed ones.

    Attributes
    ----------
    costs
        Shape (free sites, demand points) [person-minutes].
    ceiling
        Costs of a demand point where none of the free sites is opened.
    order
        Free sites of each demand point, the nearest first; shape of `costs`.
    """

    costs: FloatArray
    ceiling: FloatArray
    order: NDArray[np.intp]


def solve_p_median(
    instance: SitingInstance, *, unserved_min: float, seconds: float = DEFAULT_SECONDS
) -> SitingSolution:
    """
    Choose the sites by which people walk fewest minutes together.

    Parameters
    ----------
    unserved_min
        Minutes that count for somebody without any way to an open site, and at most for anybody.
    seconds
        Time limit.

    Returns
    -------
    solution
        `objective` is the sum of person-minutes, to fixed sites too.

    Raises
    ------
    SitingSolverError
        As `solve_program`.
    """
    end = time.monotonic() + seconds
    assignment = _prepare(instance, unserved_min)
    chosen = interchange(assignment, instance.count)
    best = _sum_costs(assignment, chosen)
    cuts = _Cuts(assignment, instance.count)
    bound = cuts.tighten(best, end)
    while bound < best * (1 - CUT_TOLERANCE) and time.monotonic() < end:
        found = cuts.solve_integer(chosen, end)
        bound = max(bound, found.bound)
        if found.values is None:
            break
        sites = np.flatnonzero(found.values[: cuts.site_count] > 0.5)
        costs = _sum_costs(assignment, sites)
        if costs < best:
            best, chosen = costs, sites
        if not cuts.add(found.values):
            break
    solution_bound = best if bound >= best * (1 - CUT_TOLERANCE) else bound
    return make_solution(instance.free_sites[chosen], best, min(solution_bound, best))


def interchange(assignment: Assignment, count: int) -> NDArray[np.intp]:
    """Choose sites greedily, then exchange one for another as long as that saves minutes."""
    chosen: list[int] = []
    nearest = assignment.ceiling.copy()
    for _ in range(count):
        gains = np.maximum(nearest - assignment.costs, 0.0).sum(axis=1)
        gains[chosen] = -1.0
        chosen.append(int(np.argmax(gains)))
        nearest = np.minimum(nearest, assignment.costs[chosen[-1]])
    sites = np.array(chosen, dtype=np.intp)
    while True:
        removed, added, saving = _find_exchange(assignment, sites)
        if saving <= CUT_TOLERANCE * max(1.0, float(nearest.sum())):
            return np.sort(sites)
        sites[removed] = added


def _find_exchange(assignment: Assignment, sites: NDArray[np.intp]) -> tuple[int, int, float]:
    """Find the exchange that saves most: position removed, site added, saving."""
    costs = np.vstack([assignment.costs[sites], assignment.ceiling])
    two = np.argsort(costs, axis=0)[:2]
    points = np.arange(costs.shape[1])
    nearest, first, second = two[0], costs[two[0], points], costs[two[1], points]
    losses = np.bincount(nearest, second - first, minlength=len(sites) + 1)[: len(sites)]
    best = (0, 0, 0.0)
    for site in np.setdiff1d(np.arange(len(assignment.costs)), sites):
        offered = assignment.costs[site]
        gain = np.maximum(first - offered, 0.0).sum()
        rescue = np.where(offered < second, second - np.maximum(offered, first), 0.0)
        rescued = np.bincount(nearest, rescue, minlength=len(sites) + 1)[: len(sites)]
        savings = gain + rescued - losses
        removed = int(np.argmax(savings))
        if savings[removed] > best[2]:
            best = (removed, int(site), float(savings[removed]))
    return best


def _prepare(instance: SitingInstance, unserved_min: float) -> Assignment:
    capped = np.minimum(instance.minutes, unserved_min)
    counted = instance.weights > 0
    fixed = capped[instance.is_fixed][:, counted]
    ceiling = fixed.min(axis=0) if len(fixed) else np.full(counted.sum(), float(unserved_min))
    weights = instance.weights[counted]
    costs = np.minimum(capped[instance.free_sites][:, counted], ceiling) * weights
    return Assignment(costs, ceiling * weights, np.argsort(costs, axis=0, kind="stable"))


def _sum_costs(assignment: Assignment, chosen: NDArray[np.intp]) -> float:
    if not len(chosen):
        return float(assignment.ceiling.sum())
    return float(np.minimum(assignment.costs[chosen].min(axis=0), assignment.ceiling).sum())


class _Cuts:
    """
    The master instance: opened sites, costs of each demand point, and the cuts found so far.

    A cut for a demand point and the costs d of its k-th nearest site says that its costs are at
    least d, less what each nearer site that is open saves of it.
    """

    def __init__(self, assignment: Assignment, count: int) -> None:
        self.assignment = assignment
        self.count = count
        self.site_count, self.point_count = assignment.costs.shape
        points = np.arange(self.point_count)
        nearest = np.minimum(assignment.costs[assignment.order[0], points], assignment.ceiling)
        self.floor = nearest
        self.blocks: list[scipy.sparse.csr_array] = []
        self.lower: list[FloatArray] = []
        self.closed = np.zeros(self.site_count, dtype=bool)
        self.seen: set[tuple[int, float]] = set()

    def tighten(self, best: float, end: float) -> float:
        """Add cuts to the linear relaxation until none is violated; return its bound."""
        bound = float(self.floor.sum())
        for _ in range(MAX_ROUNDS):
            left = end - time.monotonic()
            if left <= 0:
                return bound
            found = solve_program(self._make_program(is_integer=False), seconds=left)
            if found.values is None or not np.isfinite(found.bound):
                return bound
            bound = max(bound, found.bound)
            if bound >= best * (1 - CUT_TOLERANCE) or not self.add(found.values):
                return bound
        return bound

    def solve_integer(self, chosen: NDArray[np.intp], end: float) -> ProgramSolution:
        """Solve the master problem with whole sites, from a known solution."""
        sites = np.zeros(self.site_count)
        sites[chosen] = 1.0
        costs = np.minimum(self.assignment.costs[chosen].min(axis=0), self.assignment.ceiling)
        program = self._make_program(is_integer=True)
        start = np.concatenate([sites, costs])
        return solve_program(program, seconds=end - time.monotonic(), start=start)

    def add(self, values: FloatArray) -> bool:
        """Add the violated cuts of a solution; return whether there are any."""
        opened, costs = values[: self.site_count], values[self.site_count :]
        order = self.assignment.order
        points = np.arange(self.point_count)
        shares = np.cumsum(opened[order], axis=0)
        position = np.argmax(shares >= 1 - 1e-9, axis=0)
        never = shares[-1] < 1 - 1e-9
        position[never] = self.site_count
        sorted_costs = np.take_along_axis(self.assignment.costs, order, axis=0)
        padded = np.vstack([sorted_costs, self.assignment.ceiling])
        level = np.minimum(padded[position, points], self.assignment.ceiling)
        is_nearer = sorted_costs < level
        savings = np.where(is_nearer, level - sorted_costs, 0.0)
        least = level - (savings * opened[order]).sum(axis=0)
        scale = np.maximum(np.abs(least), 1.0)
        violated = np.flatnonzero(least > costs + CUT_TOLERANCE * scale)
        violated = np.array(
            [one for one in violated if self._is_new(int(one), float(level[one]))], dtype=np.intp
        )
        if not len(violated):
            return False
        rank, column = np.nonzero(savings[:, violated])
        block = scipy.sparse.csr_array(
            (
                np.concatenate([savings[:, violated][rank, column], np.ones(len(violated))]),
                (
                    np.concatenate([column, np.arange(len(violated))]),
                    np.concatenate([order[:, violated][rank, column], self.site_count + violated]),
                ),
            ),
            shape=(len(violated), self.site_count + self.point_count),
        )
        self.blocks.append(block)
        self.lower.append(level[violated])
        return True

    def _is_new(self, point: int, level: float) -> bool:
        key = (point, level)
        if key in self.seen:
            return False
        self.seen.add(key)
        return True

    def _make_program(self, *, is_integer: bool) -> IntegerProgram:
        number, size = self.site_count, self.point_count
        row = scipy.sparse.csr_array(
            (np.ones(number), (np.zeros(number, dtype=int), np.arange(number))),
            shape=(1, number + size),
        )
        matrix = scipy.sparse.vstack([row, *self.blocks], format="csr")
        return IntegerProgram(
            costs=np.concatenate([np.zeros(number), np.ones(size)]),
            matrix=matrix,
            lower=np.concatenate([[-np.inf], *self.lower]),
            upper=np.concatenate([[self.count], np.full(matrix.shape[0] - 1, np.inf)]),
            variable_lower=np.concatenate([np.zeros(number), self.floor]),
            variable_upper=np.concatenate([np.ones(number), np.full(size, np.inf)]),
            integer_count=number if is_integer else 0,
        )

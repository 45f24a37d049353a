"""A location problem on given ways: its instance, and its solution with a proven bound."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.errors import SitingInstanceError

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
RELATIVE_TOLERANCE = 1e-9  # of an objective: sums of floats


@dataclass(frozen=True)
class SitingInstance:
    """
    Candidate sites, demand points and the way between each pair.

    Attributes
    ----------
    minutes
        Shape (sites, demand points) [min]; infinite where there is no way.
    weights
        People of each demand point, or women.
    is_fixed
        Sites that are open in any solution: the services that are there.
    count
        Number of other sites that are opened at most.
    """

    minutes: FloatArray
    weights: FloatArray
    is_fixed: BoolArray
    count: int

    def __post_init__(self) -> None:
        """
        Check the shapes and values.

        Raises
        ------
        SitingInstanceError
            If shapes differ, a weight or a time is negative or not a number, or fewer than one
            site may be opened.
        """
        sites, points = self.minutes.shape
        is_consistent = self.weights.shape == (points,) and self.is_fixed.shape == (sites,)
        if not is_consistent or self.count < 1 or self.count > int((~self.is_fixed).sum()):
            raise SitingInstanceError(count=self.count, sites=int((~self.is_fixed).sum()))
        # The comparisons are False for what is not a number.
        if not ((self.minutes >= 0).all() and (self.weights >= 0).all()):
            raise SitingInstanceError(count=self.count, sites=int((~self.is_fixed).sum()))

    @property
    def free_sites(self) -> NDArray[np.intp]:
        """Positions of the sites to choose from."""
        return np.flatnonzero(~self.is_fixed)

    def reach(self, threshold_min: float) -> BoolArray:
        """Return which site reaches which demand point within a threshold [min]."""
        return np.asarray(self.minutes <= threshold_min)


@dataclass(frozen=True)
class SitingSolution:
    """
    Sites to open, with what is proven of them.

    Attributes
    ----------
    sites
        Positions of the opened sites without the fixed ones, ascending.
    objective
        Value of the model for these sites.
    bound
        No choice of sites has a better value than this.
    is_proven
        True where no other choice is better; never true for a solution that is merely good.
    """

    sites: tuple[int, ...]
    objective: float
    bound: float
    is_proven: bool

    @property
    def gap(self) -> float:
        """Distance of the objective from the bound, as a share of the larger of the two."""
        scale = max(abs(self.objective), abs(self.bound))
        return 0.0 if scale == 0 else abs(self.objective - self.bound) / scale


def make_solution(sites: Any, objective: float, bound: float) -> SitingSolution:  # noqa: ANN401
    """Make a solution; it is proven where objective and bound are equal up to rounding."""
    scale = max(1.0, abs(objective), abs(bound))
    is_proven = bool(abs(objective - bound) <= RELATIVE_TOLERANCE * scale)
    positions = tuple(sorted(int(one) for one in sites))
    return SitingSolution(positions, float(objective), float(bound), is_proven)

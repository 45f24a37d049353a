"""
What a reader can work out of a table, who knows all that is published and how it adds up.

The reader's best is a linear program: the least and the greatest value of a cell over all tables
that fit. `find_feasibility_intervals` is the audit: it sees only what is published.
`AttackerProgram` asks the same for the search in `geo.privacy.suppression`, and says, from the
program's dual, which cells would widen it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import OptimizeResult, linprog

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

WIDTH_TOLERANCE = 1e-5  # persons less than k that still count as k: the program's own tolerance


class PublishedTable(Protocol):
    """What is published of a table; see `geo.privacy.suppression.ProtectedTable`."""

    @property
    def cells(self) -> FloatArray:
        """Which parts each cell sums."""

    @property
    def disclosed(self) -> Sequence[object]:
        """A number for each cell, a marker named PRIMARY where it is below k, or anything else."""

    @property
    def threshold(self) -> float:
        """The k of the table."""


def find_feasibility_intervals(
    published: PublishedTable, cells: Iterable[int]
) -> dict[int, tuple[float, float]]:
    """
    Bound cells from everything published.

    Parameters
    ----------
    published
        Nothing else is known, but that no part is negative; whole numbers are not assumed.
    cells
        Positions.

    Returns
    -------
    intervals
        Least and greatest value by position; infinite where nothing bounds it.
    """
    exact = {n: value for n, value in enumerate(published.disclosed) if isinstance(value, float)}
    few = [
        n for n, value in enumerate(published.disclosed) if getattr(value, "name", "") == "PRIMARY"
    ]
    equal = ConstraintRows(
        published.cells[list(exact)], np.array(list(exact.values()), dtype=float)
    )
    below = ConstraintRows(published.cells[few], np.full(len(few), float(published.threshold)))
    return {
        cell: (
            _optimal_value(_minimise(published.cells[cell], equal, below)),
            -_optimal_value(_minimise(-published.cells[cell], equal, below)),
        )
        for cell in cells
    }


@dataclass(frozen=True)
class ConstraintRows:
    """Sums of parts, and what they are, or are at the most."""

    coefficients: FloatArray
    limits: FloatArray


def _minimise(
    objective: FloatArray,
    equalities: ConstraintRows,
    inequalities: ConstraintRows,
    max_part: float = np.inf,
) -> OptimizeResult:
    """Find parts, none negative and none above `max_part`, for which a sum of them is least."""
    found: OptimizeResult = linprog(
        objective,
        A_ub=inequalities.coefficients,
        b_ub=inequalities.limits,
        A_eq=equalities.coefficients,
        b_eq=equalities.limits,
        bounds=(0.0, max_part),
        method="highs",
    )
    return found


def _optimal_value(solution: OptimizeResult) -> float:
    """Read a program's value: unbounded is infinite, and no table that fits is a fault of ours."""
    if solution.status == 3:
        return -np.inf
    if solution.x is None:
        msg = f"what is published contradicts itself: {solution.message}"
        raise ValueError(msg)
    return float(solution.fun)


@dataclass(frozen=True)
class WidthBound:
    """
    How wide a cell can become at the most, whatever is hidden: `always + by_cell @ hidden`.

    Attributes
    ----------
    cell
        Whose width.
    constant
        From parts that are never published [persons].
    cell_gains
        What hiding each cell adds [persons], shape (cells,).
    """

    cell: int
    constant: float
    cell_gains: FloatArray


class AttackerProgram:
    """
    The reader's program for one table, asked again for each choice of hidden cells.

    Parameters
    ----------
    cells, values
        Which parts each cell sums, and its number.
    few
        Which cells are shown as "<k" where they are hidden: they are k at the most.
    threshold
        k.
    """

    def __init__(
        self, cells: FloatArray, values: FloatArray, primary: BoolArray, threshold: float
    ) -> None:
        self.threshold = threshold
        self._cells = cells
        self._values = values
        # No cell needs more room than this to be k wide in any table that fits.
        self._max_part = float(values.max(initial=0.0)) + 2 * threshold
        self._upper_slack = np.where(primary, threshold - values, self._max_part)

    def find_narrow_bounds(
        self, targets: NDArray[np.intp], *, published: BoolArray, suppressed: BoolArray
    ) -> list[WidthBound]:
        """
        Find the cells that a reader bounds to less than k, each with why.

        Parameters
        ----------
        targets
            Positions of cells that must be k wide.
        published, suppressed
            Which cells a reader is to see, and which of them have no number.

        Notes
        -----
        Each table that fits is kept: it shows for all cells at once how far they may go, so that
        most are never asked.
        """
        known = published & ~suppressed
        low, high = self._values.copy(), self._values.copy()
        bounds = []
        for cell in targets:
            if high[cell] - low[cell] >= self.threshold - WIDTH_TOLERANCE:
                continue
            width, by_cell = 0.0, np.zeros(len(self._values))
            for sign in (1.0, -1.0):
                found = self._maximise(sign * self._cells[cell], known, suppressed)
                width -= found.fun
                by_cell += self._dual_cell_gains(found, known, suppressed)
                fits = self._cells @ found.x
                low, high = np.minimum(low, fits), np.maximum(high, fits)
            if width < self.threshold - WIDTH_TOLERANCE:
                always = max(0.0, width - float(by_cell[suppressed].sum()))
                bounds.append(WidthBound(int(cell), always, by_cell))
        return bounds

    def _maximise(
        self, objective: FloatArray, known: BoolArray, suppressed: BoolArray
    ) -> OptimizeResult:
        """Take a cell as far as all known and hidden cells let it go."""
        free = self._cells[suppressed]
        most = np.append((self._values + self._upper_slack)[suppressed], np.zeros(len(free)))
        found = _minimise(
            -objective,
            ConstraintRows(self._cells[known], self._values[known]),
            ConstraintRows(np.vstack([free, -free]), most),
            self._max_part,
        )
        if found.x is None:
            msg = f"the table itself does not fit: {found.message}"
            raise RuntimeError(msg)
        return found

    def _dual_cell_gains(
        self, solution: OptimizeResult, known: BoolArray, suppressed: BoolArray
    ) -> FloatArray:
        """Read from the dual what each published cell adds to the width where it is hidden."""
        price = np.zeros(len(self._values))  # of a little more, and of a little less
        price[known] = -solution.eqlin.marginals
        added: FloatArray = (
            np.maximum(price, 0) * self._upper_slack + np.maximum(-price, 0) * self._values
        )
        if suppressed.any():
            above, below = np.split(-solution.ineqlin.marginals, 2)
            added[suppressed] = (
                above * self._upper_slack[suppressed] + below * self._values[suppressed]
            )
        return np.maximum(added, 0.0)

"""
Feasibility intervals of suppressed cells: the linear-programming attack on a published table.

An attacker knows all published numbers and how they add up. The smallest and the largest value of
a cell over all consistent tables are two linear programs. `find_feasibility_intervals` audits a
table from published values only. `AttackerProgram` solves the same programs during the search of
`geo.privacy.suppression`, and derives from their duals which cells would widen an interval.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import OptimizeResult, linprog

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

# Persons: interval widths so little below k count as k, within solver tolerance.
WIDTH_TOLERANCE = 1e-5
INFEASIBLE, UNBOUNDED = 2, 3  # states of `scipy.optimize.linprog`


class PublishedTable(Protocol):
    """A published table; see `geo.privacy.suppression.ProtectedTable`."""

    @property
    def cells(self) -> FloatArray:
        """Which parts each cell sums."""

    @property
    def disclosed(self) -> Sequence[object]:
        """A number for each cell, a marker named PRIMARY if it is below k, or anything else."""

    @property
    def threshold(self) -> float:
        """The k of the table."""


def find_feasibility_intervals(
    published: PublishedTable, cells: Iterable[int]
) -> dict[int, tuple[float, float]]:
    """
    Compute the feasibility interval of cells from published values.

    Parameters
    ----------
    published
        Parts are assumed to be non-negative, but not to be integers.
    cells
        Positions of the cells.

    Returns
    -------
    intervals
        Smallest and largest value by position; infinite where unbounded.
    """
    known = {n: value for n, value in enumerate(published.disclosed) if isinstance(value, float)}
    primary = [
        n for n, value in enumerate(published.disclosed) if getattr(value, "name", "") == "PRIMARY"
    ]
    equalities = ConstraintRows(
        published.cells[list(known)], np.array(list(known.values()), dtype=float)
    )
    upper = ConstraintRows(
        published.cells[primary], np.full(len(primary), float(published.threshold))
    )
    return {
        cell: (
            _optimal_value(_minimise(published.cells[cell], equalities, upper)),
            -_optimal_value(_minimise(-published.cells[cell], equalities, upper)),
        )
        for cell in cells
    }


@dataclass(frozen=True)
class ConstraintRows:
    """Linear constraints: sums of parts, and their values or upper limits."""

    coefficients: FloatArray
    limits: FloatArray


def _minimise(
    objective: FloatArray,
    equalities: ConstraintRows,
    inequalities: ConstraintRows,
    max_part: float = np.inf,
) -> OptimizeResult:
    """Minimise a linear objective over parts between 0 and `max_part`."""
    program = partial(
        linprog,
        objective,
        A_ub=inequalities.coefficients,
        b_ub=inequalities.limits,
        A_eq=equalities.coefficients,
        b_eq=equalities.limits,
        bounds=(0.0, max_part),
        method="highs",
    )
    solution: OptimizeResult = program()
    if solution.status == INFEASIBLE:
        # Presolve takes a millionth of a person, as rasters have them, for a contradiction.
        solution = program(options={"presolve": False})
    return solution


def _optimal_value(solution: OptimizeResult) -> float:
    """Optimal value of a program; infinite if unbounded, an error if infeasible."""
    if solution.status == UNBOUNDED:
        return -np.inf
    if solution.x is None:
        msg = f"what is published contradicts itself: {solution.message}"
        raise ValueError(msg)
    return float(solution.fun)


@dataclass(frozen=True)
class WidthBound:
    """
    Upper bound of an interval's width for any suppression: `constant + cell_gains @ suppressed`.

    Attributes
    ----------
    cell
        Position of the cell.
    constant
        Contribution of parts that are never published [persons].
    cell_gains
        Contribution of suppressing each cell [persons], shape (cells,).
    """

    cell: int
    constant: float
    cell_gains: FloatArray


class AttackerProgram:
    """
    The attacker's linear programs for one table, solved for each choice of suppressed cells.

    Parameters
    ----------
    cells, values
        Which parts each cell sums, and its value.
    primary
        Which cells are published as "<k" when suppressed: at most k.
    threshold
        k.
    """

    def __init__(
        self, cells: FloatArray, values: FloatArray, primary: BoolArray, threshold: float
    ) -> None:
        self.threshold = threshold
        self._cells = cells
        self._values = values
        # Large enough for every cell to have an interval of width k in some consistent table.
        self._max_part = float(values.max(initial=0.0)) + 2 * threshold
        self._upper_slack = np.where(primary, threshold - values, self._max_part)

    def find_narrow_bounds(
        self, targets: NDArray[np.intp], *, published: BoolArray, suppressed: BoolArray
    ) -> list[WidthBound]:
        """
        Find the cells whose interval is narrower than k, with a bound of its width.

        Parameters
        ----------
        targets
            Positions of cells whose interval must be k wide.
        published, suppressed
            Which cells are published, and which of them are suppressed.

        Notes
        -----
        Each solution is a consistent table and widens the known intervals of all cells, so that
        most cells need no program of their own.
        """
        known = published & ~suppressed
        low, high = self._values.copy(), self._values.copy()
        bounds = []
        for cell in targets:
            if high[cell] - low[cell] >= self.threshold - WIDTH_TOLERANCE:
                continue
            width, cell_gains = 0.0, np.zeros(len(self._values))
            for sign in (1.0, -1.0):
                solution = self._maximise(sign * self._cells[cell], known, suppressed)
                width -= solution.fun
                cell_gains += self._dual_cell_gains(solution, known, suppressed)
                cell_values = self._cells @ solution.x
                low, high = np.minimum(low, cell_values), np.maximum(high, cell_values)
            if width < self.threshold - WIDTH_TOLERANCE:
                constant = max(0.0, width - float(cell_gains[suppressed].sum()))
                bounds.append(WidthBound(int(cell), constant, cell_gains))
        return bounds

    def _maximise(
        self, objective: FloatArray, known: BoolArray, suppressed: BoolArray
    ) -> OptimizeResult:
        """Maximise a cell, given published and suppressed cells."""
        suppressed_cells = self._cells[suppressed]
        limits = np.append(
            (self._values + self._upper_slack)[suppressed], np.zeros(len(suppressed_cells))
        )
        solution = _minimise(
            -objective,
            ConstraintRows(self._cells[known], self._values[known]),
            ConstraintRows(np.vstack([suppressed_cells, -suppressed_cells]), limits),
            self._max_part,
        )
        if solution.x is None:
            msg = f"the table itself does not fit: {solution.message}"
            raise RuntimeError(msg)
        return solution

    def _dual_cell_gains(
        self, solution: OptimizeResult, known: BoolArray, suppressed: BoolArray
    ) -> FloatArray:
        """Derive from the dual how much suppressing each published cell widens the interval."""
        dual = np.zeros(len(self._values))  # of each published cell
        dual[known] = -solution.eqlin.marginals
        gains: FloatArray = (
            np.maximum(dual, 0) * self._upper_slack + np.maximum(-dual, 0) * self._values
        )
        if suppressed.any():
            above, below = np.split(-solution.ineqlin.marginals, 2)
            gains[suppressed] = (
                above * self._upper_slack[suppressed] + below * self._values[suppressed]
            )
        return np.maximum(gains, 0.0)

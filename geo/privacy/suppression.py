"""
Primary and complementary cell suppression of count tables.

Suppressing counts below k is not enough: a total minus its other parts reveals them. Which other
cells to suppress at the lowest cost is the complementary cell suppression problem. It is solved
exactly after Fischetti & Salazar-González (2001), "Solving the cell suppression problem on tabular
data with linear constraints", Management Science 47(7), 1008-1027: a master program chooses cells,
an attacker's linear program (see `geo.privacy.interval_attack`) bounds every suppressed cell from
all published values, and each interval that is too narrow becomes a cut of the master, until there
is none. The reference implementations in R are sdcTable and GaussSuppression (Langsrud 2024); no
Python library has it. Both programs are solved by HiGHS (Huangfu & Hall 2018), through scipy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from geo.privacy.interval_attack import AttackerProgram, WidthBound
from geo.privacy.small_counts import MIN_FREQUENCY

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

SUM_TOLERANCE = 1e-6  # persons: sums of fractions of a person are not more exact
# Cost of suppressing a cell. A zero costs more than other parts, since readers may know it from
# elsewhere; a larger count costs more than a smaller one; a total more than all parts together.
ZERO_CELL_COST = 3.0
CELL_SIZE_COST = 0.05
SOLVER_TIME_LIMIT_S = 5.0  # of one master program; the result is then still safe, but may cost more


class Suppressed(Enum):
    """Why a number is suppressed."""

    PRIMARY = "few"  # it is below k, and may be displayed as "<5"
    COMPLEMENTARY = "with"  # it would reveal one that is below k


@dataclass(frozen=True)
class CountTable:
    """
    Counts that are sums of unpublished parts.

    Attributes
    ----------
    parts
        The finest counts, >= 0, shape (parts,).
    cells
        Which parts each cell sums, zeros and ones, shape (cells, parts). Every sum that must be
        protected is a cell, published or not.
    published
        Which cells are published, shape (cells,).
    totals
        Which of them are totals, suppressed last, shape (cells,).
    non_suppressible
        Which of them are known from elsewhere, and never suppressed: None or shape (cells,).
    """

    parts: FloatArray
    cells: FloatArray
    published: BoolArray
    totals: BoolArray
    non_suppressible: BoolArray | None = None

    @property
    def values(self) -> FloatArray:
        """Values of the cells."""
        return np.asarray(self.cells @ self.parts)


@dataclass(frozen=True)
class ProtectedTable:
    """
    A published table: its structure, and a number or a marker for each published cell.

    Attributes
    ----------
    cells
        As in `CountTable`: the structure of the table is public.
    disclosed
        A number, or why it is suppressed; None for unpublished cells.
    threshold
        k.
    """

    cells: FloatArray
    disclosed: Sequence[float | Suppressed | None]
    threshold: float

    @property
    def suppressed(self) -> list[int]:
        """Positions of the suppressed cells."""
        return [
            position
            for position, value in enumerate(self.disclosed)
            if isinstance(value, Suppressed)
        ]


def suppress_cells(table: CountTable, *, threshold: float = MIN_FREQUENCY) -> ProtectedTable:
    """
    Suppress counts below k, and the cheapest complementary cells that protect them.

    Parameters
    ----------
    threshold
        k: counts above zero and below it are protected, published or not, since an unpublished
        one may be derived.

    Returns
    -------
    published
        Of lowest cost, such that every suppressed cell, and every small unpublished one, has a
        feasibility interval at least k wide, given the published numbers, the structure, that no
        part is negative, and that "<k" is at most k. Where no choice makes them so wide, no
        suppressed cell is disclosed as "<k".

    Raises
    ------
    RuntimeError
        If even then nothing protects a small number: nothing is published.
    """
    values = table.values
    small = (values > SUM_TOLERANCE) & (values < threshold - SUM_TOLERANCE)
    primary = table.published & small
    try:
        suppressed = _search(table, primary, small, threshold)
    except _NothingProtectsError:
        # Of two small numbers whose sum is known, "<k" alone may tell too much of both.
        primary = np.zeros_like(primary)
        suppressed = _search(table, primary, small, threshold)
    disclosed: list[float | Suppressed | None] = [None] * len(values)
    for position in np.flatnonzero(table.published):
        disclosed[position] = float(values[position])
        if suppressed[position]:
            disclosed[position] = (
                Suppressed.PRIMARY if primary[position] else Suppressed.COMPLEMENTARY
            )
    return ProtectedTable(table.cells, disclosed, threshold)


class _NothingProtectsError(RuntimeError):
    """Some interval stays too narrow even where all is suppressed that may be."""


def _search(table: CountTable, primary: BoolArray, small: BoolArray, threshold: float) -> BoolArray:
    attacker = AttackerProgram(table.cells, table.values, primary, threshold)
    return _MasterProgram(table, attacker, small).solve()


class _MasterProgram:
    """Chooses cells to suppress, and adds a cut for each interval that is too narrow."""

    def __init__(self, table: CountTable, attacker: AttackerProgram, unsafe: BoolArray) -> None:
        self._table = table
        self._attacker = attacker
        self._unsafe = unsafe
        self._cut_rows: list[FloatArray] = []
        self._cut_minimums: list[float] = []

    def solve(self) -> BoolArray:
        suppressed = self._table.published & self._unsafe
        if not self._unsafe.any():
            return suppressed
        while bounds := self._find_narrow_bounds(suppressed):
            for bound in bounds:
                self._add_cut(bound)
            suppressed = self._solve_master()
        return suppressed

    def _find_narrow_bounds(self, suppressed: BoolArray) -> list[WidthBound]:
        targets = np.flatnonzero(self._unsafe | suppressed)
        return self._attacker.find_narrow_bounds(
            targets, published=self._table.published, suppressed=suppressed
        )

    def _add_cut(self, bound: WidthBound) -> None:
        """
        Add a cut: the gains of the suppressed cells must sum to the missing width.

        A cell that is not small needs its width only if it is suppressed itself.
        """
        required_width = self._attacker.threshold - bound.constant
        row = np.minimum(bound.cell_gains, required_width)
        if self._unsafe[bound.cell]:
            self._cut_minimums.append(required_width)
        else:
            row[bound.cell] -= required_width
            self._cut_minimums.append(0.0)
        self._cut_rows.append(row)

    def _solve_master(self) -> BoolArray:
        table = self._table
        fixed = (table.published & self._unsafe).astype(float)
        solution = milp(
            self._suppression_costs(),
            integrality=np.ones(len(fixed), dtype=np.int64),
            bounds=Bounds(fixed, self._suppressible().astype(float)),
            constraints=LinearConstraint(
                np.array(self._cut_rows), lb=np.array(self._cut_minimums) - SUM_TOLERANCE
            ),
            options={"time_limit": SOLVER_TIME_LIMIT_S},
        )
        if solution.x is None:
            msg = f"suppressing everything protects nothing: {solution.message}"
            raise _NothingProtectsError(msg)
        return np.asarray(solution.x > 0.5)

    def _suppressible(self) -> BoolArray:
        table = self._table
        return (
            table.published
            if table.non_suppressible is None
            else table.published & ~table.non_suppressible
        )

    def _suppression_costs(self) -> FloatArray:
        values = self._table.values
        cost = np.where(
            values > SUM_TOLERANCE, 1.0 + CELL_SIZE_COST * np.log1p(values), ZERO_CELL_COST
        )
        parts = cost[self._table.published & ~self._table.totals].sum()
        return np.where(self._table.totals, parts + cost, cost)

"""
Which numbers of a table to hide, so that none below k can be worked out from the others.

Hiding the small numbers is not enough: a total less its other parts gives them back. Which others
must go too, at the least cost, is the complementary cell suppression problem. It is solved exactly
after Fischetti & Salazar-González (2001), "Solving the cell suppression problem on tabular data
with linear constraints", Management Science 47(7), 1008-1027: a master program chooses cells, an
attacker's linear program (see `geo.privacy.interval_attack`) bounds every hidden cell from
all that is
published, and each bound that is too narrow becomes a cut for the master, until none is. The
anchors in R are sdcTable and GaussSuppression (Langsrud 2024); no library does it in Python.
Both programs are solved by HiGHS (Huangfu & Hall 2018), through scipy.
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
# What it costs to hide a number: a zero is hidden last among the parts, since readers may know it
# from elsewhere; of two others the smaller one. Totals cost more than all parts together.
ZERO_CELL_COST = 3.0
CELL_SIZE_COST = 0.05
SOLVER_TIME_LIMIT_S = (
    5.0  # for one choice; what a very large table is given then is safe, but may cost more
)


class Suppressed(Enum):
    """Why a number is not told."""

    PRIMARY = "few"  # it is below k, and may be shown as "<5"
    COMPLEMENTARY = "with"  # it would give away one that is


@dataclass(frozen=True)
class CountTable:
    """
    Numbers that are sums of parts nobody publishes.

    Attributes
    ----------
    parts
        The finest counts, >= 0, shape (parts,).
    cells
        Which parts each cell sums, zeros and ones, shape (cells, parts). Everything a reader may
        want to work out is a cell, published or not.
    published
        Which cells a reader is to see, shape (cells,).
    totals
        Which of them are totals, to be hidden last, shape (cells,).
    non_suppressible
        Which of them readers know from elsewhere, and are never hidden: None or shape (cells,).
    """

    parts: FloatArray
    cells: FloatArray
    published: BoolArray
    totals: BoolArray
    non_suppressible: BoolArray | None = None

    @property
    def values(self) -> FloatArray:
        """The cells' own numbers."""
        return np.asarray(self.cells @ self.parts)


@dataclass(frozen=True)
class ProtectedTable:
    """
    What a reader gets: the table's plan, and a number or a marker for each published cell.

    Attributes
    ----------
    cells
        As in `CountTable`: how the table adds up is known to everybody.
    disclosed
        A number, or why there is none; None for cells that were not to be published.
    threshold
        k.
    """

    cells: FloatArray
    disclosed: Sequence[float | Suppressed | None]
    threshold: float

    @property
    def suppressed(self) -> list[int]:
        """Positions of the cells whose place in the table is shown without a number."""
        return [
            place for place, value in enumerate(self.disclosed) if isinstance(value, Suppressed)
        ]


def suppress_cells(table: CountTable, *, threshold: float = MIN_FREQUENCY) -> ProtectedTable:
    """
    Hide what is below k, and as little else as keeps it hidden.

    Parameters
    ----------
    threshold
        k: numbers above zero and below it are hidden, published or not: what can be worked out
        is told as well.

    Returns
    -------
    published
        Of least cost, such that every hidden cell, and every small one that is nowhere published,
        may be anything in an interval at least k wide, for all a reader knows: the numbers told,
        how they add up, that no part is negative, and that "<k" is at the most k.
    """
    values = table.values
    small = (values > SUM_TOLERANCE) & (values < threshold - SUM_TOLERANCE)
    search = _MasterProgram(
        table, AttackerProgram(table.cells, values, table.published & small, threshold), small
    )
    hidden = search.solve()
    told: list[float | Suppressed | None] = [None] * len(values)
    for place in np.flatnonzero(table.published):
        told[place] = float(values[place])
        if hidden[place]:
            told[place] = Suppressed.PRIMARY if small[place] else Suppressed.COMPLEMENTARY
    return ProtectedTable(table.cells, told, threshold)


class _MasterProgram:
    """Chooses cells, asks the attacker, and learns from each bound that is too narrow."""

    def __init__(self, table: CountTable, attacker: AttackerProgram, unsafe: BoolArray) -> None:
        self._table = table
        self._attacker = attacker
        self._unsafe = unsafe
        self._cut_rows: list[FloatArray] = []
        self._cut_minimums: list[float] = []

    def solve(self) -> BoolArray:
        hidden = self._table.published & self._unsafe
        if not self._unsafe.any():
            return hidden
        while bounds := self._find_narrow_bounds(hidden):
            for bound in bounds:
                self._add_cut(bound)
            hidden = self._solve_master()
        return hidden

    def _find_narrow_bounds(self, suppressed: BoolArray) -> list[WidthBound]:
        asked = np.flatnonzero(self._unsafe | suppressed)
        return self._attacker.find_narrow_bounds(
            asked, published=self._table.published, suppressed=suppressed
        )

    def _add_cut(self, bound: WidthBound) -> None:
        """
        Keep what hiding each cell adds to the width at the most, and what is wanted of the sum.

        A cell that is not small needs its width only where it is hidden itself.
        """
        wanted = self._attacker.threshold - bound.constant
        row = np.minimum(bound.cell_gains, wanted)
        if self._unsafe[bound.cell]:
            self._cut_minimums.append(wanted)
        else:
            row[bound.cell] -= wanted
            self._cut_minimums.append(0.0)
        self._cut_rows.append(row)

    def _solve_master(self) -> BoolArray:
        table = self._table
        fixed = (table.published & self._unsafe).astype(float)
        found = milp(
            self._suppression_costs(),
            integrality=np.ones(len(fixed), dtype=np.int64),
            bounds=Bounds(fixed, self._suppressible().astype(float)),
            constraints=LinearConstraint(
                np.array(self._cut_rows), lb=np.array(self._cut_minimums) - SUM_TOLERANCE
            ),
            options={"time_limit": SOLVER_TIME_LIMIT_S},
        )
        if found.x is None:
            msg = f"hiding everything hides nothing: {found.message}"
            raise RuntimeError(msg)
        return np.asarray(found.x > 0.5)

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

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

from geo.privacy.interval_attack import Attack, Bound
from geo.privacy.small_counts import LEAST_TOLD

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

NOISE = 1e-6  # persons: sums of fractions of a person are not more exact
# What it costs to hide a number: a zero is hidden last among the parts, since readers may know it
# from elsewhere; of two others the smaller one. Totals cost more than all parts together.
ZERO_COST = 3.0
SIZE_COST = 0.05
LONGEST_S = 5.0  # for one choice; what a very large table is given then is safe, but may cost more


class Hidden(Enum):
    """Why a number is not told."""

    FEW = "few"  # it is below k, and may be shown as "<5"
    WITH = "with"  # it would give away one that is


@dataclass(frozen=True)
class Table:
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
    kept
        Which of them readers know from elsewhere, and are never hidden: None or shape (cells,).
    """

    parts: FloatArray
    cells: FloatArray
    published: BoolArray
    totals: BoolArray
    kept: BoolArray | None = None

    @property
    def values(self) -> FloatArray:
        """The cells' own numbers."""
        return np.asarray(self.cells @ self.parts)


@dataclass(frozen=True)
class Published:
    """
    What a reader gets: the table's plan, and a number or a marker for each published cell.

    Attributes
    ----------
    cells
        As in `Table`: how the table adds up is known to everybody.
    told
        A number, or why there is none; None for cells that were not to be published.
    least
        k.
    """

    cells: FloatArray
    told: Sequence[float | Hidden | None]
    least: float

    @property
    def hidden(self) -> list[int]:
        """Positions of the cells whose place in the table is shown without a number."""
        return [place for place, value in enumerate(self.told) if isinstance(value, Hidden)]


def suppress(table: Table, *, least: float = LEAST_TOLD) -> Published:
    """
    Hide what is below k, and as little else as keeps it hidden.

    Parameters
    ----------
    least
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
    small = (values > NOISE) & (values < least - NOISE)
    search = _Search(table, Attack(table.cells, values, table.published & small, least), small)
    hidden = search.cheapest()
    told: list[float | Hidden | None] = [None] * len(values)
    for place in np.flatnonzero(table.published):
        told[place] = float(values[place])
        if hidden[place]:
            told[place] = Hidden.FEW if small[place] else Hidden.WITH
    return Published(table.cells, told, least)


class _Search:
    """Chooses cells, asks the attacker, and learns from each bound that is too narrow."""

    def __init__(self, table: Table, attack: Attack, small: BoolArray) -> None:
        self._table = table
        self._attack = attack
        self._small = small
        self._rows: list[FloatArray] = []
        self._least: list[float] = []

    def cheapest(self) -> BoolArray:
        hidden = self._table.published & self._small
        if not self._small.any():
            return hidden
        while bounds := self._too_narrow(hidden):
            for bound in bounds:
                self._learn(bound)
            hidden = self._chosen()
        return hidden

    def _too_narrow(self, hidden: BoolArray) -> list[Bound]:
        asked = np.flatnonzero(self._small | hidden)
        return self._attack.narrow_bounds(asked, published=self._table.published, hidden=hidden)

    def _learn(self, bound: Bound) -> None:
        """
        Keep what hiding each cell adds to the width at the most, and what is wanted of the sum.

        A cell that is not small needs its width only where it is hidden itself.
        """
        wanted = self._attack.least - bound.always
        row = np.minimum(bound.by_cell, wanted)
        if self._small[bound.cell]:
            self._least.append(wanted)
        else:
            row[bound.cell] -= wanted
            self._least.append(0.0)
        self._rows.append(row)

    def _chosen(self) -> BoolArray:
        table = self._table
        fixed = (table.published & self._small).astype(float)
        found = milp(
            self._costs(),
            integrality=np.ones(len(fixed), dtype=np.int64),
            bounds=Bounds(fixed, self._may_go().astype(float)),
            constraints=LinearConstraint(np.array(self._rows), lb=np.array(self._least) - NOISE),
            options={"time_limit": LONGEST_S},
        )
        if found.x is None:
            msg = f"hiding everything hides nothing: {found.message}"
            raise RuntimeError(msg)
        return np.asarray(found.x > 0.5)

    def _may_go(self) -> BoolArray:
        table = self._table
        return table.published if table.kept is None else table.published & ~table.kept

    def _costs(self) -> FloatArray:
        values = self._table.values
        cost = np.where(values > NOISE, 1.0 + SIZE_COST * np.log1p(values), ZERO_COST)
        parts = cost[self._table.published & ~self._table.totals].sum()
        return np.where(self._table.totals, parts + cost, cost)

"""
What a reader can work out of a table, who knows all that is published and how it adds up.

The reader's best is a linear program: the least and the greatest value of a cell over all tables
that fit. `intervals` is the audit: it sees only what is published. `Attack` asks the same for the
search in `geo.privacy.suppression`, and says, from the program's dual, which cells would widen it.
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

WIDE_ENOUGH = 1e-5  # persons less than k that still count as k: the program's own tolerance


class Readable(Protocol):
    """What is published of a table; see `geo.privacy.suppression.Published`."""

    @property
    def cells(self) -> FloatArray:
        """Which parts each cell sums."""

    @property
    def told(self) -> Sequence[object]:
        """A number for each cell, a marker named FEW where it is below k, or anything else."""

    @property
    def least(self) -> float:
        """The k of the table."""


def intervals(published: Readable, cells: Iterable[int]) -> dict[int, tuple[float, float]]:
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
    exact = {n: value for n, value in enumerate(published.told) if isinstance(value, float)}
    few = [n for n, value in enumerate(published.told) if getattr(value, "name", "") == "FEW"]
    equal = Rows(published.cells[list(exact)], np.array(list(exact.values()), dtype=float))
    below = Rows(published.cells[few], np.full(len(few), float(published.least)))
    return {
        cell: (
            _best(_least(published.cells[cell], equal, below)),
            -_best(_least(-published.cells[cell], equal, below)),
        )
        for cell in cells
    }


@dataclass(frozen=True)
class Rows:
    """Sums of parts, and what they are, or are at the most."""

    sums: FloatArray
    of: FloatArray


def _least(aim: FloatArray, equal: Rows, below: Rows, most: float = np.inf) -> OptimizeResult:
    """Find parts, none negative and none above `most`, for which a sum of them is least."""
    found: OptimizeResult = linprog(
        aim,
        A_ub=below.sums,
        b_ub=below.of,
        A_eq=equal.sums,
        b_eq=equal.of,
        bounds=(0.0, most),
        method="highs",
    )
    return found


def _best(found: OptimizeResult) -> float:
    """Read a program's value: unbounded is infinite, and no table that fits is a fault of ours."""
    if found.status == 3:
        return -np.inf
    if found.x is None:
        msg = f"what is published contradicts itself: {found.message}"
        raise ValueError(msg)
    return float(found.fun)


@dataclass(frozen=True)
class Bound:
    """
    How wide a cell can become at the most, whatever is hidden: `always + by_cell @ hidden`.

    Attributes
    ----------
    cell
        Whose width.
    always
        From parts that are never published [persons].
    by_cell
        What hiding each cell adds [persons], shape (cells,).
    """

    cell: int
    always: float
    by_cell: FloatArray


class Attack:
    """
    The reader's program for one table, asked again for each choice of hidden cells.

    Parameters
    ----------
    cells, values
        Which parts each cell sums, and its number.
    few
        Which cells are shown as "<k" where they are hidden: they are k at the most.
    least
        k.
    """

    def __init__(self, cells: FloatArray, values: FloatArray, few: BoolArray, least: float) -> None:
        self.least = least
        self._cells = cells
        self._values = values
        # No cell needs more room than this to be k wide in any table that fits.
        self._far = float(values.max(initial=0.0)) + 2 * least
        self._up = np.where(few, least - values, self._far)

    def narrow_bounds(
        self, asked: NDArray[np.intp], *, published: BoolArray, hidden: BoolArray
    ) -> list[Bound]:
        """
        Find the cells that a reader bounds to less than k, each with why.

        Parameters
        ----------
        asked
            Positions of cells that must be k wide.
        published, hidden
            Which cells a reader is to see, and which of them have no number.

        Notes
        -----
        Each table that fits is kept: it shows for all cells at once how far they may go, so that
        most are never asked.
        """
        known = published & ~hidden
        low, high = self._values.copy(), self._values.copy()
        bounds = []
        for cell in asked:
            if high[cell] - low[cell] >= self.least - WIDE_ENOUGH:
                continue
            width, by_cell = 0.0, np.zeros(len(self._values))
            for sign in (1.0, -1.0):
                found = self._farthest(sign * self._cells[cell], known, hidden)
                width -= found.fun
                by_cell += self._widened(found, known, hidden)
                fits = self._cells @ found.x
                low, high = np.minimum(low, fits), np.maximum(high, fits)
            if width < self.least - WIDE_ENOUGH:
                always = max(0.0, width - float(by_cell[hidden].sum()))
                bounds.append(Bound(int(cell), always, by_cell))
        return bounds

    def _farthest(self, aim: FloatArray, known: BoolArray, hidden: BoolArray) -> OptimizeResult:
        """Take a cell as far as all known and hidden cells let it go."""
        free = self._cells[hidden]
        most = np.append((self._values + self._up)[hidden], np.zeros(len(free)))
        found = _least(
            -aim,
            Rows(self._cells[known], self._values[known]),
            Rows(np.vstack([free, -free]), most),
            self._far,
        )
        if found.x is None:
            msg = f"the table itself does not fit: {found.message}"
            raise RuntimeError(msg)
        return found

    def _widened(self, found: OptimizeResult, known: BoolArray, hidden: BoolArray) -> FloatArray:
        """Read from the dual what each published cell adds to the width where it is hidden."""
        price = np.zeros(len(self._values))  # of a little more, and of a little less
        price[known] = -found.eqlin.marginals
        added: FloatArray = np.maximum(price, 0) * self._up + np.maximum(-price, 0) * self._values
        if hidden.any():
            above, below = np.split(-found.ineqlin.marginals, 2)
            added[hidden] = above * self._up[hidden] + below * self._values[hidden]
        return np.maximum(added, 0.0)

"""
What the rest of a route takes at least, for cutting beginnings that cannot win.

Two bounds of the total are taken, and the higher one counts. *Ways*: what is spent, and the least
cost of ways through the steps left. *Waits*: where some steps cannot start before a time e, the
first of them is let in at e at the earliest; from there on their visits, and the ways between
them and home, are still ahead, whatever else was done before.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo.network.street_network import FloatArray
from geo.support.labels import Labels
from geo.support.leg_matrix import Figures
from geo.support.selection_model import Task

CLOSE = 1e-7  # minutes; a bound this little above a value is not taken to be above it


class Value(NamedTuple):
    """What routes are compared by: windows missed, urgency [min], ways priced and waits [min]."""

    missed: float
    urgency: float
    total: float


NO_ROUTE = Value(np.inf, np.inf, np.inf)


class Bounds:
    """
    Bounds for the labels of one task.

    Parameters
    ----------
    legs
        What legs are reckoned with.
    """

    def __init__(self, task: Task, legs: Figures) -> None:
        self._task = task
        self._ahead = task.least_ahead(legs.cost.min(axis=0))
        premium = np.minimum(legs.premium.min(axis=0), 0.0)
        self._saved = -task.least_ahead(premium, ordered=False) if premium.any() else None
        near = [task.legs.straight[:, places].min(axis=1) for places in task.doors]
        self._near_cost = np.stack(near, axis=1)

    def of(self, labels: Labels) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Bound missed windows, urgency and total of all routes that begin with some labels."""
        task = self._task
        earliest = self._earliest(labels)
        left = np.isfinite(earliest) | (earliest > 0)
        missed, urgency = labels.missed.astype(np.float64), labels.urgency.copy()
        spent, least = labels.spent + task.visits[labels.done], self._least_premium(labels)
        for step in range(task.steps):
            rows, start = left[:, step], earliest[:, step]
            for closes in task.closes[step].tolist():
                missed += rows & (start > closes)
            if task.urgent[step]:
                by_clock = start + least
                by_cost = spent + self._near_cost[labels.place, step]
                urgency += np.where(rows, np.maximum(by_clock, by_cost), 0.0)
        ways = labels.spent + self._ahead[labels.done, labels.place]
        return missed, urgency, np.maximum(ways, self._waits(labels, earliest))

    def may_win(self, labels: Labels, known: Value) -> NDArray[np.bool_]:
        """Tell which labels may lead to a route as good as one that is known."""
        missed, urgency, total = self.of(labels)
        beaten = urgency > known.urgency + CLOSE
        beaten |= (urgency > known.urgency - CLOSE) & (total > known.total + CLOSE)
        beaten = (missed > known.missed) | ((missed == known.missed) & beaten)
        return np.asarray(~beaten & np.isfinite(total))

    def _earliest(self, labels: Labels) -> FloatArray:
        """Tell when each step could start at best, shape (labels, steps); -inf where it is done."""
        task = self._task
        earliest = np.full((len(labels), task.steps), -np.inf)
        for step, opening in enumerate(task.any_door):
            rows = np.flatnonzero(labels.done >> step & 1 == 0)
            come = labels.clock[rows] + task.near[labels.place[rows], step]
            place = np.searchsorted(opening.end, come, side="right")
            begin = np.append(opening.begin, np.inf)[place]
            earliest[rows, step] = np.maximum(begin, come)
        return earliest

    def _least_premium(self, labels: Labels) -> FloatArray:
        """Bound the premium at any later time of the routes that begin with some labels."""
        if self._saved is None:
            return labels.premium
        return labels.premium - self._saved[labels.done, labels.place]

    def _waits(self, labels: Labels, earliest: FloatArray) -> FloatArray:
        task = self._task
        visits, done = task.visits, labels.done
        so_far = self._least_premium(labels) - visits[done] - visits[task.full & ~done]
        late = np.zeros(len(labels), dtype=np.int64)
        most = np.full(len(labels), -np.inf)
        order = np.argsort(-earliest, axis=1, kind="stable")
        for rank in range(task.steps):
            step = order[:, rank]
            start = np.take_along_axis(earliest, step[:, None], axis=1)[:, 0]
            late = np.where(start > -np.inf, late | 1 << step, late)
            most = np.maximum(most, start + so_far + visits[late] + task.tail[late])
        return most

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
from geo.support.leg_matrix import LegFigures
from geo.support.selection_model import SelectionModel

BOUND_TOLERANCE_MIN = 1e-7  # minutes; a bound this little above a value is not taken to be above it


class PlanValue(NamedTuple):
    """What routes are compared by: windows missed, urgency [min], ways priced and waits [min]."""

    missed_windows: float
    urgency_min: float
    total_min: float


INFEASIBLE_VALUE = PlanValue(np.inf, np.inf, np.inf)


class LabelBounds:
    """
    Bounds for the labels of one task.

    Parameters
    ----------
    legs
        What legs are reckoned with.
    """

    def __init__(self, model: SelectionModel, leg_figures: LegFigures) -> None:
        self._model = model
        self._remaining_cost = model.bound_remaining_cost(leg_figures.cost.min(axis=0))
        premium = np.minimum(leg_figures.cost_premium.min(axis=0), 0.0)
        self._remaining_savings = (
            -model.bound_remaining_cost(premium, ordered=False) if premium.any() else None
        )
        near = [
            model.leg_matrix.min_cost[:, places].min(axis=1) for places in model.service_indices
        ]
        self._min_cost_to_step = np.stack(near, axis=1)

    def bound_labels(self, labels: Labels) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Bound missed windows, urgency and total of all routes that begin with some labels."""
        task = self._model
        earliest = self._earliest_starts(labels)
        left = np.isfinite(earliest) | (earliest > 0)
        missed, urgency = labels.missed_windows.astype(np.float64), labels.urgency_min.copy()
        spent, least = (
            labels.spent_min + task.stay_by_step_set_min[labels.completed_steps],
            self._min_premium(labels),
        )
        for step in range(task.step_count):
            rows, start = left[:, step], earliest[:, step]
            for closes in task.window_closings_min[step].tolist():
                missed += rows & (start > closes)
            if task.urgent_steps[step]:
                by_clock = start + least
                by_cost = spent + self._min_cost_to_step[labels.position_index, step]
                urgency += np.where(rows, np.maximum(by_clock, by_cost), 0.0)
        ways = (
            labels.spent_min + self._remaining_cost[labels.completed_steps, labels.position_index]
        )
        return missed, urgency, np.maximum(ways, self._bound_with_waits(labels, earliest))

    def is_competitive(self, labels: Labels, best_value: PlanValue) -> NDArray[np.bool_]:
        """Tell which labels may lead to a route as good as one that is known."""
        missed, urgency, total = self.bound_labels(labels)
        beaten = urgency > best_value.urgency_min + BOUND_TOLERANCE_MIN
        beaten |= (urgency > best_value.urgency_min - BOUND_TOLERANCE_MIN) & (
            total > best_value.total_min + BOUND_TOLERANCE_MIN
        )
        beaten = (missed > best_value.missed_windows) | (
            (missed == best_value.missed_windows) & beaten
        )
        return np.asarray(~beaten & np.isfinite(total))

    def _earliest_starts(self, labels: Labels) -> FloatArray:
        """Tell when each step could start at best, shape (labels, steps); -inf where it is done."""
        task = self._model
        earliest = np.full((len(labels), task.step_count), -np.inf)
        for step, opening in enumerate(task.step_openings):
            rows = np.flatnonzero(labels.completed_steps >> step & 1 == 0)
            come = (
                labels.finish_min[rows]
                + task.min_minutes_to_step[labels.position_index[rows], step]
            )
            place = np.searchsorted(opening.end_min, come, side="right")
            begin = np.append(opening.begin_min, np.inf)[place]
            earliest[rows, step] = np.maximum(begin, come)
        return earliest

    def _min_premium(self, labels: Labels) -> FloatArray:
        """Bound the premium at any later time of the routes that begin with some labels."""
        if self._remaining_savings is None:
            return labels.cost_premium_min
        return (
            labels.cost_premium_min
            - self._remaining_savings[labels.completed_steps, labels.position_index]
        )

    def _bound_with_waits(self, labels: Labels, earliest_starts: FloatArray) -> FloatArray:
        task = self._model
        visits, done = task.stay_by_step_set_min, labels.completed_steps
        so_far = self._min_premium(labels) - visits[done] - visits[task.all_steps & ~done]
        late = np.zeros(len(labels), dtype=np.int64)
        most = np.full(len(labels), -np.inf)
        order = np.argsort(-earliest_starts, axis=1, kind="stable")
        for rank in range(task.step_count):
            step = order[:, rank]
            start = np.take_along_axis(earliest_starts, step[:, None], axis=1)[:, 0]
            late = np.where(start > -np.inf, late | 1 << step, late)
            most = np.maximum(most, start + so_far + visits[late] + task.min_return_cost[late])
        return most

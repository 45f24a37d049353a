"""
Lower bounds of the remaining plan, for pruning labels that cannot be optimal.

The larger of two bounds of the total is used. *Routes*: the minutes spent, and the least cost of
routes through the remaining steps. *Waits*: where some steps cannot start before a time e, the
first of them starts at e at the earliest; their visits, and the routes between them and home,
follow after it, whatever was done before.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geo.network.street_network import FloatArray
from geo.support.labels import Labels
from geo.support.leg_bounds import LegFigures
from geo.support.plan_values import PlanValues
from geo.support.selection_model import SelectionModel

BOUND_TOLERANCE_MIN = 1e-7  # minutes; a bound within this tolerance does not exceed a value


class LabelBounds:
    """
    Lower bounds for the labels of one model.

    Parameters
    ----------
    leg_figures
        Cost, minutes and premium of legs, of shape (slots, origins, positions, positions).
    """

    def __init__(self, model: SelectionModel, leg_figures: LegFigures) -> None:
        self._model = model
        self._remaining_cost = model.bound_remaining_cost(leg_figures.cost.min(axis=0))
        premium = np.minimum(leg_figures.cost_premium.min(axis=0), 0.0)
        self._remaining_savings = (
            -model.bound_remaining_cost(premium, ordered=False) if premium.any() else None
        )
        near = [model.min_cost[:, :, services].min(axis=2) for services in model.service_indices]
        self._min_cost_to_step = np.stack(near, axis=2)

    def bound_labels(self, labels: Labels) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Bound missed windows, urgency and total of all sequences that extend each label."""
        model = self._model
        earliest = self._earliest_starts(labels)
        is_remaining = np.isfinite(earliest) | (earliest > 0)
        missed, urgency = labels.missed_windows.astype(np.float64), labels.urgency_min.copy()
        spent, premium = (
            labels.spent_min + model.stay_by_step_set_min[labels.completed_steps],
            self._min_premium(labels),
        )
        for step in range(model.step_count):
            rows, start = is_remaining[:, step], earliest[:, step]
            for closes in model.window_closings_min[step].tolist():
                missed += rows & (start > closes)
            if model.urgent_steps[step]:
                by_clock = start + premium
                at_label = labels.origin_index, labels.position_index, step
                by_cost = spent + self._min_cost_to_step[at_label]
                urgency += np.where(rows, np.maximum(by_clock, by_cost), 0.0)
        ahead = labels.completed_steps, labels.origin_index, labels.position_index
        route_bounds = labels.spent_min + self._remaining_cost[ahead]
        return missed, urgency, np.maximum(route_bounds, self._bound_with_waits(labels, earliest))

    def is_competitive(self, labels: Labels, best_values: PlanValues) -> NDArray[np.bool_]:
        """Return which labels may lead to a sequence as good as the known one of their origin."""
        return _may_equal(self.bound_labels(labels), best_values.select(labels.origin_index))

    def may_depart(
        self, labels: Labels, departure_min: FloatArray, best_values: PlanValues
    ) -> NDArray[np.bool_]:
        """Return which labels may lead to a sequence as good as the known one if they wait."""
        so_far = self._model.stay_by_step_set_min[labels.completed_steps]
        total = departure_min - so_far + self._min_premium(labels)
        values = labels.missed_windows.astype(np.float64), labels.urgency_min, total
        return _may_equal(values, best_values.select(labels.origin_index))

    def _earliest_starts(self, labels: Labels) -> FloatArray:
        """Earliest start of each step, shape (labels, steps); -inf where it is done."""
        model = self._model
        earliest = np.full((len(labels), model.step_count), -np.inf)
        for step, opening in enumerate(model.step_openings):
            rows = np.flatnonzero(labels.completed_steps >> step & 1 == 0)
            arrival = (
                labels.finish_min[rows]
                + model.min_minutes_to_step[
                    labels.origin_index[rows], labels.position_index[rows], step
                ]
            )
            interval = np.searchsorted(opening.end_min, arrival, side="right")
            begin = np.append(opening.begin_min, np.inf)[interval]
            earliest[rows, step] = np.maximum(begin, arrival)
        return earliest

    def _min_premium(self, labels: Labels) -> FloatArray:
        """Bound the later premium of all sequences that extend each label."""
        if self._remaining_savings is None:
            return labels.cost_premium_min
        return (
            labels.cost_premium_min
            - self._remaining_savings[
                labels.completed_steps, labels.origin_index, labels.position_index
            ]
        )

    def _bound_with_waits(self, labels: Labels, earliest_starts: FloatArray) -> FloatArray:
        model = self._model
        visits, done = model.stay_by_step_set_min, labels.completed_steps
        so_far = self._min_premium(labels) - visits[done] - visits[model.all_steps & ~done]
        late_steps = np.zeros(len(labels), dtype=np.int64)
        bounds = np.full(len(labels), -np.inf)
        order = np.argsort(-earliest_starts, axis=1, kind="stable")
        for rank in range(model.step_count):
            step = order[:, rank]
            start = np.take_along_axis(earliest_starts, step[:, None], axis=1)[:, 0]
            is_late = start > -np.inf
            late_steps = np.where(is_late, late_steps | 1 << step, late_steps)
            after = visits[late_steps] + model.min_return_cost[late_steps, labels.origin_index]
            bound = np.where(is_late, start, 0.0) + so_far + after
            bounds = np.where(is_late, np.maximum(bounds, bound), bounds)
        return bounds


def _may_equal(
    bounds: tuple[FloatArray, FloatArray, FloatArray], best_value: PlanValues
) -> NDArray[np.bool_]:
    """Return where bounds of missed windows, urgency and total are no worse than a value."""
    missed, urgency, total = bounds
    is_worse = urgency > best_value.urgency_min + BOUND_TOLERANCE_MIN
    is_worse |= (urgency > best_value.urgency_min - BOUND_TOLERANCE_MIN) & (
        total > best_value.total_min + BOUND_TOLERANCE_MIN
    )
    is_worse = (missed > best_value.missed_windows) | (
        (missed == best_value.missed_windows) & is_worse
    )
    return np.asarray(~is_worse & np.isfinite(total))

"""
Label-setting search for the best visits, one layer of labels a step.

Why labels may be compared part by part, and dropped by their bounds: `geo.support.stop_selection`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from geo.network.street_network import FloatArray
from geo.support.labels import Labels, create_origin_label, remove_dominated
from geo.support.leg_matrix import LegFigures
from geo.support.lower_bounds import INFEASIBLE_VALUE, LabelBounds, PlanValue
from geo.support.selection_model import ORIGIN_INDEX, SelectionModel

ROUND_DIGITS = 7  # of minutes; what differs less is equal
MAX_BEST_SEQUENCES = 2  # good routes whose legs are made exact together


@dataclass(frozen=True)
class StopTime:
    """
    A door visited, or the return to the origin.

    Attributes
    ----------
    step_index
        What for, as its number in the task; -1 for the return.
    position_index, slot_index
        Where, and the slot of the leg that leads there.
    departure_min, arrival_min, start_min
        When she sets out at the earliest, comes there, and is let in [min].
    leg_min
        Of the leg.
    """

    step_index: int
    position_index: int
    slot_index: int
    departure_min: float
    arrival_min: float
    start_min: float
    leg_min: float


@dataclass(frozen=True)
class StopSequence:
    """
    A route in numbers.

    Attributes
    ----------
    stop_times
        In their order, the return last.
    plan_value
        Missed windows, urgency, and ways priced and waits together.
    """

    stop_times: tuple[StopTime, ...]
    plan_value: PlanValue


class LabelSearch:
    """
    Labels followed step by step.

    Parameters
    ----------
    known
        A route whose value need only be equalled.
    legs
        What legs are reckoned with.
    """

    def __init__(
        self, model: SelectionModel, best_known: StopSequence | None, leg_figures: LegFigures
    ) -> None:
        self._model, self._leg_figures = model, leg_figures
        self._label_bounds = LabelBounds(model, leg_figures)
        self._best_value = INFEASIBLE_VALUE if best_known is None else best_known.plan_value
        self._label_layers = [create_origin_label()]
        self._first_label = 0  # number of the first label of the last layer, among all labels

    def find_sequences(self, label_limit: int | None) -> list[StopSequence]:
        """
        Find the best routes, the best of all first; none where nothing as good is left.

        Parameters
        ----------
        label_limit
            How many labels are kept a step; None keeps all that may win.
        """
        for _ in range(self._model.step_count):
            labels = self._extend_labels()
            if not len(labels):
                return []
            self._first_label += len(self._label_layers[-1])
            self._label_layers.append(
                labels if label_limit is None else self._select_best_labels(labels, label_limit)
            )
        return self._complete_sequences()

    def _extend_labels(self) -> Labels:
        """Go on from the last layer to every door of every step that is due."""
        now, parts = self._label_layers[-1], []
        for step in range(self._model.step_count):
            due = (now.completed_steps >> step & 1 == 0) & (
                self._model.preceding_steps[step] & ~now.completed_steps == 0
            )
            for leave in (now.finish_min, self._model.clock.next_slot_change(now.finish_min)):
                rows = np.flatnonzero(due & np.isfinite(leave))
                parts.append(self._create_labels(rows, leave[rows], step))
        labels = Labels.concatenate(parts)
        return remove_dominated(
            labels.select_labels(self._label_bounds.is_competitive(labels, self._best_value))
        )

    def _select_best_labels(self, labels: Labels, label_limit: int) -> Labels:
        missed, urgency, total = self._label_bounds.bound_labels(labels)
        return labels.select_labels(np.lexsort((total, urgency, missed))[:label_limit])

    def _create_labels(
        self, rows: NDArray[np.int64], departure_min: FloatArray, step_index: int
    ) -> Labels:
        """Make the labels of visits to every door of a step that lets her in."""
        task, now, doors = (
            self._model,
            self._label_layers[-1],
            self._model.service_indices[step_index],
        )
        layer = task.clock.slot_indices_at(departure_min)
        minutes = self._leg_figures.minutes[
            layer[:, None], now.position_index[rows][:, None], doors[None, :]
        ]
        every = np.broadcast_to(doors, minutes.shape)
        start = task.timetable.next_openings_min(every, departure_min[:, None] + minutes)
        row, column = np.nonzero(np.isfinite(start))
        old, place = rows[row], doors[column]
        leg = layer[row], now.position_index[old], place
        start, done = start[row, column], now.completed_steps[old]
        premium = now.cost_premium_min[old] + self._leg_figures.cost_premium[leg]
        by_clock = start - task.stay_by_step_set_min[done] + premium
        spent = np.maximum(by_clock, now.spent_min[old] + self._leg_figures.cost[leg])
        closed = np.searchsorted(np.sort(task.window_closings_min[step_index]), start, side="left")
        urgency = (
            spent + task.stay_by_step_set_min[done]
            if task.urgent_steps[step_index]
            else np.zeros(len(old))
        )
        return Labels(
            completed_steps=done | 1 << step_index,
            position_index=place,
            missed_windows=now.missed_windows[old] + closed,
            urgency_min=now.urgency_min[old] + urgency,
            finish_min=start + task.stay_min[step_index],
            cost_premium_min=premium,
            spent_min=spent,
            walk_min=now.walk_min[old] + minutes[row, column],
            predecessor=self._first_label + old,
            departure_min=departure_min[row],
            start_min=start,
        )

    def _complete_sequences(self) -> list[StopSequence]:
        """Add the way back to complete labels, and read the best ones."""
        task, legs, labels = self._model, self._leg_figures, self._label_layers[-1]
        leave = np.concatenate([labels.finish_min, task.clock.next_slot_change(labels.finish_min)])
        old = np.tile(np.arange(len(labels)), 2)[np.isfinite(leave)]
        leave = leave[np.isfinite(leave)]
        leg = (
            task.clock.slot_indices_at(leave),
            labels.position_index[old],
            np.full(len(old), ORIGIN_INDEX),
        )
        minutes = self._leg_figures.minutes[leg]
        premium = labels.cost_premium_min[old] + self._leg_figures.cost_premium[leg]
        by_clock = leave + minutes - task.stay_by_step_set_min[task.all_steps] + premium
        total = np.maximum(by_clock, labels.spent_min[old] + legs.cost[leg])
        walked, urgency = labels.walk_min[old] + minutes, labels.urgency_min[old]
        keys = (*np.round([walked, total, urgency], ROUND_DIGITS), labels.missed_windows[old])
        return [
            self._read_sequence(
                int(old[one]), float(leave[one]), float(minutes[one]), float(total[one])
            )
            for one in np.lexsort(keys)[:MAX_BEST_SEQUENCES].tolist()
        ]

    def _read_sequence(
        self, label_index: int, departure_min: float, leg_min: float, total_min: float
    ) -> StopSequence:
        """Read a complete label with its way back."""
        labels, home = self._label_layers[-1], departure_min + leg_min
        layer = int(self._model.clock.slot_indices_at(np.array([departure_min]))[0])
        back = StopTime(-1, ORIGIN_INDEX, layer, departure_min, home, home, leg_min)
        value = PlanValue(
            float(labels.missed_windows[label_index]),
            float(labels.urgency_min[label_index]),
            total_min,
        )
        return StopSequence((*self._read_stop_times(self._first_label + label_index), back), value)

    def _read_stop_times(self, label_index: int) -> list[StopTime]:
        """Read a label's visits, from the first."""
        every = Labels.concatenate(self._label_layers)
        chain = [label_index]
        while every.predecessor[chain[-1]] >= 0:
            chain.append(int(every.predecessor[chain[-1]]))
        chain.reverse()
        return [self._read_stop_time(every, before, one) for before, one in pairwise(chain)]

    def _read_stop_time(self, labels: Labels, predecessor: int, label_index: int) -> StopTime:
        step = (
            int(
                labels.completed_steps[label_index] ^ labels.completed_steps[predecessor]
            ).bit_length()
            - 1
        )
        place, leave = (
            int(labels.position_index[label_index]),
            float(labels.departure_min[label_index]),
        )
        layer = int(self._model.clock.slot_indices_at(np.array([leave]))[0])
        minutes = float(self._leg_figures.minutes[layer, labels.position_index[predecessor], place])
        start = float(labels.start_min[label_index])
        return StopTime(step, place, layer, leave, leave + minutes, start, minutes)

"""
Label-setting search for the best sequence of services, one layer of labels per step.

`geo.support.stop_selection` explains dominance of labels and pruning by bounds.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from geo.network.street_network import FloatArray
from geo.support.labels import Labels, create_origin_label, remove_dominated
from geo.support.leg_bounds import LegFigures
from geo.support.lower_bounds import INFEASIBLE_VALUE, LabelBounds, PlanValue
from geo.support.selection_model import ORIGIN_INDEX, SelectionModel

ROUND_DIGITS = 7  # of minutes; smaller differences count as equal
MAX_BEST_SEQUENCES = 2  # best sequences whose legs are computed exactly together


@dataclass(frozen=True)
class StopTime:
    """
    A visit to a service, or the return to the origin.

    Attributes
    ----------
    step_index
        Index of the step in the model; -1 for the return.
    position_index, slot_index
        Position of the service, and slot of the leg to it.
    departure_min, arrival_min, start_min
        Earliest departure, arrival, and start of the visit [min].
    leg_min
        Minutes of the leg.
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
    A sequence of visits with its value.

    Attributes
    ----------
    stop_times
        Visits in order, the return last.
    plan_value
        Missed windows, urgency, and the sum of route costs and waits.
    """

    stop_times: tuple[StopTime, ...]
    plan_value: PlanValue


class LabelSearch:
    """
    Search over labels, extended step by step.

    Parameters
    ----------
    best_known
        A route whose value need only be equalled.
    leg_figures
        Costs and times of legs that the search computes with.
    """

    def __init__(
        self, model: SelectionModel, best_known: StopSequence | None, leg_figures: LegFigures
    ) -> None:
        self._model, self._leg_figures = model, leg_figures
        self._label_bounds = LabelBounds(model, leg_figures)
        self._best_value = INFEASIBLE_VALUE if best_known is None else best_known.plan_value
        self._label_layers = [create_origin_label()]
        self._first_label = 0  # index of the first label of the last layer, among all labels

    def find_sequences(self, label_limit: int | None) -> list[StopSequence]:
        """
        Find the best sequences, the best one first; empty where none is as good as the known one.

        Parameters
        ----------
        label_limit
            Maximum number of labels per step; None for all that are competitive.
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
        """Extend the last layer to every service of every step whose predecessors are done."""
        last_layer, parts = self._label_layers[-1], []
        for step in range(self._model.step_count):
            due = (last_layer.completed_steps >> step & 1 == 0) & (
                self._model.preceding_steps[step] & ~last_layer.completed_steps == 0
            )
            for leave in (
                last_layer.finish_min,
                self._model.clock.next_slot_change(last_layer.finish_min),
            ):
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
        """Create the labels of visits to every service of a step that still opens."""
        model, last_layer, services = (
            self._model,
            self._label_layers[-1],
            self._model.service_indices[step_index],
        )
        slots = model.clock.slot_indices_at(departure_min)
        minutes = self._leg_figures.minutes[
            slots[:, None], last_layer.position_index[rows][:, None], services[None, :]
        ]
        service_grid = np.broadcast_to(services, minutes.shape)
        start = model.timetable.next_openings_min(service_grid, departure_min[:, None] + minutes)
        row, column = np.nonzero(np.isfinite(start))
        parents, position = rows[row], services[column]
        leg = slots[row], last_layer.position_index[parents], position
        start, done = start[row, column], last_layer.completed_steps[parents]
        premium = last_layer.cost_premium_min[parents] + self._leg_figures.cost_premium[leg]
        by_clock = start - model.stay_by_step_set_min[done] + premium
        spent = np.maximum(by_clock, last_layer.spent_min[parents] + self._leg_figures.cost[leg])
        closed = np.searchsorted(np.sort(model.window_closings_min[step_index]), start, side="left")
        urgency = (
            spent + model.stay_by_step_set_min[done]
            if model.urgent_steps[step_index]
            else np.zeros(len(parents))
        )
        return Labels(
            completed_steps=done | 1 << step_index,
            position_index=position,
            missed_windows=last_layer.missed_windows[parents] + closed,
            urgency_min=last_layer.urgency_min[parents] + urgency,
            finish_min=start + model.stay_min[step_index],
            cost_premium_min=premium,
            spent_min=spent,
            walk_min=last_layer.walk_min[parents] + minutes[row, column],
            predecessor=self._first_label + parents,
            departure_min=departure_min[row],
            start_min=start,
        )

    def _complete_sequences(self) -> list[StopSequence]:
        """Add the return to complete labels, and read the best sequences."""
        model, legs, labels = self._model, self._leg_figures, self._label_layers[-1]
        leave = np.concatenate([labels.finish_min, model.clock.next_slot_change(labels.finish_min)])
        parents = np.tile(np.arange(len(labels)), 2)[np.isfinite(leave)]
        leave = leave[np.isfinite(leave)]
        leg = (
            model.clock.slot_indices_at(leave),
            labels.position_index[parents],
            np.full(len(parents), ORIGIN_INDEX),
        )
        minutes = self._leg_figures.minutes[leg]
        premium = labels.cost_premium_min[parents] + self._leg_figures.cost_premium[leg]
        by_clock = leave + minutes - model.stay_by_step_set_min[model.all_steps] + premium
        total = np.maximum(by_clock, labels.spent_min[parents] + legs.cost[leg])
        walk_min, urgency = labels.walk_min[parents] + minutes, labels.urgency_min[parents]
        keys = (*np.round([walk_min, total, urgency], ROUND_DIGITS), labels.missed_windows[parents])
        return [
            self._read_sequence(
                int(parents[rank]), float(leave[rank]), float(minutes[rank]), float(total[rank])
            )
            for rank in np.lexsort(keys)[:MAX_BEST_SEQUENCES].tolist()
        ]

    def _read_sequence(
        self, label_index: int, departure_min: float, leg_min: float, total_min: float
    ) -> StopSequence:
        """Convert a complete label and its return to a sequence."""
        labels, home = self._label_layers[-1], departure_min + leg_min
        slot = int(self._model.clock.slot_indices_at(np.array([departure_min]))[0])
        return_stop = StopTime(-1, ORIGIN_INDEX, slot, departure_min, home, home, leg_min)
        value = PlanValue(
            float(labels.missed_windows[label_index]),
            float(labels.urgency_min[label_index]),
            total_min,
        )
        return StopSequence(
            (*self._read_stop_times(self._first_label + label_index), return_stop), value
        )

    def _read_stop_times(self, label_index: int) -> list[StopTime]:
        """Trace the visits of a label, from the first."""
        labels = Labels.concatenate(self._label_layers)
        chain = [label_index]
        while labels.predecessor[chain[-1]] >= 0:
            chain.append(int(labels.predecessor[chain[-1]]))
        chain.reverse()
        return [self._read_stop_time(labels, parent, child) for parent, child in pairwise(chain)]

    def _read_stop_time(self, labels: Labels, predecessor: int, label_index: int) -> StopTime:
        step = (
            int(
                labels.completed_steps[label_index] ^ labels.completed_steps[predecessor]
            ).bit_length()
            - 1
        )
        position, leave = (
            int(labels.position_index[label_index]),
            float(labels.departure_min[label_index]),
        )
        slot = int(self._model.clock.slot_indices_at(np.array([leave]))[0])
        minutes = float(
            self._leg_figures.minutes[slot, labels.position_index[predecessor], position]
        )
        start = float(labels.start_min[label_index])
        return StopTime(step, position, slot, leave, leave + minutes, start, minutes)

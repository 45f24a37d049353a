"""
Label-setting search for the best sequence of services, one layer of labels per step.

Labels of many origins are searched together: they share services, clock and pathway, and no label
of one origin dominates or prunes one of another. A plan has one origin.

`geo.support.stop_selection` explains dominance of labels and pruning by bounds.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from geo.network.street_network import FloatArray
from geo.support.labels import (
    ROUND_DIGITS,
    Labels,
    create_origin_labels,
    remove_dominated,
    select_lowest_ranks,
)
from geo.support.leg_bounds import LegFigures
from geo.support.lower_bounds import LabelBounds
from geo.support.plan_values import CompletedLabels, PlanValue, PlanValues
from geo.support.selection_model import ORIGIN_INDEX, SelectionModel

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
        For each origin, a value that need only be equalled; infinite where none is known.
    leg_figures
        Costs and times of legs that the search computes with, of shape (slots, positions,
        positions) for one origin, else (slots, origins, positions, positions).
    label_bounds
        Bounds of an earlier search with the same model and legs; None to compute them.

    Attributes
    ----------
    label_layers
        Labels by number of steps, from the origins on.
    first_label
        Index of the first label of the last layer, among all labels.
    leg_figures
        Legs with an axis for origins.
    """

    def __init__(
        self,
        model: SelectionModel,
        best_known: PlanValues,
        leg_figures: LegFigures,
        label_bounds: LabelBounds | None = None,
    ) -> None:
        self._model, self.leg_figures = model, leg_figures.by_origin
        self.label_bounds = label_bounds or LabelBounds(model, self.leg_figures)
        self._best_values = best_known
        self.label_layers = [create_origin_labels(len(best_known.total_min))]
        self.first_label = 0

    def find_sequences(self, label_limit: int | None) -> list[StopSequence]:
        """
        Find the best sequences, the best one first; empty where none is as good as the known one.

        Parameters
        ----------
        label_limit
            Maximum number of labels per step; None for all that are competitive.
        """
        if not self.extend_all(label_limit):
            return []
        completed = self.complete_labels()
        return [
            self._read_sequence(completed, rank)
            for rank in range(min(MAX_BEST_SEQUENCES, len(completed.label_index)))
        ]

    @property
    def is_complete(self) -> bool:
        """Whether labels have been extended by all steps."""
        return len(self.label_layers) > self._model.step_count

    def extend_all(self, label_limit: int | None) -> bool:
        """Extend labels by all steps; return whether any is left. See `find_sequences`."""
        for _ in range(self._model.step_count):
            labels = self._extend_labels()
            if not len(labels):
                return False
            self.first_label += len(self.label_layers[-1])
            self.label_layers.append(
                labels if label_limit is None else self._select_best_labels(labels, label_limit)
            )
        return True

    def _extend_labels(self) -> Labels:
        """Extend the last layer to every service of every step whose predecessors are done."""
        last_layer, parts = self.label_layers[-1], []
        change = self._model.clock.next_slot_change(last_layer.finish_min)
        departures = (
            (last_layer.finish_min, np.isfinite(last_layer.finish_min)),
            (change, self.label_bounds.may_depart(last_layer, change, self._best_values)),
        )
        for step in range(self._model.step_count):
            due = (last_layer.completed_steps >> step & 1 == 0) & (
                self._model.preceding_steps[step] & ~last_layer.completed_steps == 0
            )
            for leave, may_leave in departures:
                rows = np.flatnonzero(due & may_leave)
                parts.append(self._create_labels(rows, leave[rows], step))
        labels = Labels.concatenate(parts)
        return remove_dominated(
            labels.select_labels(self.label_bounds.is_competitive(labels, self._best_values))
        )

    def _select_best_labels(self, labels: Labels, label_limit: int) -> Labels:
        missed, urgency, total = self.label_bounds.bound_labels(labels)
        order = np.lexsort((total, urgency, missed, labels.origin_index))
        return labels.select_labels(
            select_lowest_ranks(labels.origin_index[order], order, label_limit)
        )

    def _create_labels(
        self, rows: NDArray[np.int64], departure_min: FloatArray, step_index: int
    ) -> Labels:
        """Create the labels of visits to every service of a step that still opens."""
        model, last_layer, services = (
            self._model,
            self.label_layers[-1],
            self._model.service_indices[step_index],
        )
        slots = model.clock.slot_indices_at(departure_min)
        origins = last_layer.origin_index[rows]
        minutes = self.leg_figures.minutes[
            slots[:, None],
            origins[:, None],
            last_layer.position_index[rows][:, None],
            services[None, :],
        ]
        service_grid = np.broadcast_to(services, minutes.shape)
        start = model.timetable.next_openings_min(service_grid, departure_min[:, None] + minutes)
        row, column = np.nonzero(np.isfinite(start))
        parents, position = rows[row], services[column]
        leg = slots[row], origins[row], last_layer.position_index[parents], position
        start, done = start[row, column], last_layer.completed_steps[parents]
        premium = last_layer.cost_premium_min[parents] + self.leg_figures.cost_premium[leg]
        by_clock = start - model.stay_by_step_set_min[done] + premium
        spent = np.maximum(by_clock, last_layer.spent_min[parents] + self.leg_figures.cost[leg])
        closed = np.searchsorted(np.sort(model.window_closings_min[step_index]), start, side="left")
        urgency = (
            spent + model.stay_by_step_set_min[done]
            if model.urgent_steps[step_index]
            else np.zeros(len(parents))
        )
        return Labels(
            origin_index=origins[row],
            completed_steps=done | 1 << step_index,
            position_index=position,
            missed_windows=last_layer.missed_windows[parents] + closed,
            urgency_min=last_layer.urgency_min[parents] + urgency,
            finish_min=start + model.stay_min[step_index],
            cost_premium_min=premium,
            spent_min=spent,
            walk_min=last_layer.walk_min[parents] + minutes[row, column],
            choice_key=(last_layer.choice_key[parents] * model.step_count + step_index)
            * model.most_services
            + column,
            predecessor=self.first_label + parents,
            departure_min=departure_min[row],
            start_min=start,
        )

    def complete_labels(self) -> CompletedLabels:
        """Add the return to the labels of all steps."""
        model, legs, labels = self._model, self.leg_figures, self.label_layers[-1]
        leave = np.concatenate([labels.finish_min, model.clock.next_slot_change(labels.finish_min)])
        parents = np.tile(np.arange(len(labels)), 2)[np.isfinite(leave)]
        leave = leave[np.isfinite(leave)]
        origins = labels.origin_index[parents]
        leg = (
            model.clock.slot_indices_at(leave),
            origins,
            labels.position_index[parents],
            np.full(len(parents), ORIGIN_INDEX),
        )
        minutes = self.leg_figures.minutes[leg]
        premium = labels.cost_premium_min[parents] + self.leg_figures.cost_premium[leg]
        by_clock = leave + minutes - model.stay_by_step_set_min[model.all_steps] + premium
        total = np.maximum(by_clock, labels.spent_min[parents] + legs.cost[leg])
        walk_min, urgency = labels.walk_min[parents] + minutes, labels.urgency_min[parents]
        missed = labels.missed_windows[parents]
        rounded = np.round([walk_min, total, urgency], ROUND_DIGITS)
        order = np.lexsort((labels.choice_key[parents], *rounded, missed, origins))
        values = PlanValues(missed.astype(np.float64), urgency, total)
        return CompletedLabels(
            origins[order],
            parents[order],
            leave[order],
            minutes[order],
            values.select(order),
        )

    def _read_sequence(self, completed: CompletedLabels, rank: int) -> StopSequence:
        """Convert a complete label and its return to a sequence."""
        departure_min, leg_min = (
            float(completed.departure_min[rank]),
            float(completed.leg_min[rank]),
        )
        home = departure_min + leg_min
        slot = int(self._model.clock.slot_indices_at(np.array([departure_min]))[0])
        return_stop = StopTime(-1, ORIGIN_INDEX, slot, departure_min, home, home, leg_min)
        values = completed.values
        value = PlanValue(
            float(values.missed_windows[rank]),
            float(values.urgency_min[rank]),
            float(values.total_min[rank]),
        )
        label = self.first_label + int(completed.label_index[rank])
        return StopSequence((*self._read_stop_times(label), return_stop), value)

    def _read_stop_times(self, label_index: int) -> list[StopTime]:
        """Trace the visits of a label, from the first."""
        labels = Labels.concatenate(self.label_layers)
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
        origin = labels.origin_index[label_index]
        minutes = float(
            self.leg_figures.minutes[slot, origin, labels.position_index[predecessor], position]
        )
        start = float(labels.start_min[label_index])
        return StopTime(step, position, slot, leave, leave + minutes, start, minutes)

"""
The best sequences of many origins that share clock, pathway and services, found together.

It is the search of one plan (see `geo.support.stop_selection`) with labels of all origins in the
same arrays, and with exact legs instead of bounds. A pass with few labels gives each origin a
value, and the pass with all labels proves the best one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.network.street_network import FloatArray
from geo.support.label_search import LabelSearch, StopTime
from geo.support.labels import Labels
from geo.support.origin_legs import OriginLegs
from geo.support.plan_values import CompletedLabels, PlanValues
from geo.support.selection_model import SelectionModel

FIRST_LABEL_LIMIT = 4  # labels of an origin per step in the first pass


@dataclass(frozen=True)
class SequenceTable:
    """
    The best sequence of each origin, as arrays of shape (origins, steps); -1 and NaN without one.

    Attributes
    ----------
    step_index, position_index, slot_index
        Of each visit, in its order.
    departure_min, arrival_min, start_min, leg_min
        See `geo.support.label_search.StopTime`.
    values
        Value of each origin's sequence; infinite without one.
    """

    step_index: NDArray[np.int64]
    position_index: NDArray[np.int64]
    slot_index: NDArray[np.int64]
    departure_min: FloatArray
    arrival_min: FloatArray
    start_min: FloatArray
    leg_min: FloatArray
    values: PlanValues

    @property
    def is_feasible(self) -> NDArray[np.bool_]:
        """Whether an origin has a sequence of all steps."""
        return np.isfinite(self.values.total_min)

    def stop_time(self, origin: int, rank: int) -> StopTime:
        """Return one visit of an origin."""
        at = origin, rank
        return StopTime(
            int(self.step_index[at]),
            int(self.position_index[at]),
            int(self.slot_index[at]),
            float(self.departure_min[at]),
            float(self.arrival_min[at]),
            float(self.start_min[at]),
            float(self.leg_min[at]),
        )


def find_best_sequences(model: SelectionModel, legs: OriginLegs) -> SequenceTable:
    """
    Find the best sequence of one service per step and back for each origin.

    Parameters
    ----------
    model
        With `legs` as its leg matrix.
    """
    count = legs.figures.cost.shape[1]
    known, bounds = _infeasible_values(count), None
    for label_limit in (FIRST_LABEL_LIMIT, None):
        search = LabelSearch(model, known, legs.figures, bounds)
        bounds = search.label_bounds
        if search.extend_all(label_limit):
            completed = search.complete_labels()
            known = _lower_values(known, completed)
    if not search.is_complete:
        return _empty_table(count, model.step_count)
    return _trace_best(model, search, completed, count)


def _infeasible_values(count: int) -> PlanValues:
    return PlanValues(*(np.full(count, np.inf) for _ in range(3)))


def _list_best(completed: CompletedLabels) -> NDArray[np.int64]:
    """List the first entry of each origin that has a finite value."""
    finite = np.flatnonzero(np.isfinite(completed.values.total_min))
    origins = completed.origin_index[finite]
    return np.asarray(finite[np.append(True, np.diff(origins) != 0)[: len(origins)]])


def _lower_values(known: PlanValues, completed: CompletedLabels) -> PlanValues:
    best = _list_best(completed)
    origins = completed.origin_index[best]
    for name, values in vars(completed.values).items():
        getattr(known, name)[origins] = values[best]
    return known


def _empty_table(origins: int, steps: int) -> SequenceTable:
    shape = origins, steps
    step, position, slot = (np.full(shape, -1, dtype=np.int64) for _ in range(3))
    departure, arrival, start, leg = (np.full(shape, np.nan) for _ in range(4))
    values = _infeasible_values(origins)
    return SequenceTable(step, position, slot, departure, arrival, start, leg, values)


def _trace_best(
    model: SelectionModel, search: LabelSearch, completed: CompletedLabels, count: int
) -> SequenceTable:
    """Trace the visits of the best label of each origin, from the last to the first."""
    table = _empty_table(count, model.step_count)
    best = _list_best(completed)
    origins = completed.origin_index[best]
    for name, values in vars(completed.values).items():
        getattr(table.values, name)[origins] = values[best]
    labels = Labels.concatenate(search.label_layers)
    label = search.first_label + completed.label_index[best]
    minutes = search.leg_figures.minutes
    for rank in range(model.step_count - 1, -1, -1):
        parent = labels.predecessor[label]
        bit = labels.completed_steps[label] ^ labels.completed_steps[parent]
        leave, position = labels.departure_min[label], labels.position_index[label]
        slot = model.clock.slot_indices_at(leave)
        leg = minutes[slot, origins, labels.position_index[parent], position]
        at = origins, rank
        table.step_index[at] = np.log2(bit).astype(np.int64)
        table.position_index[at], table.slot_index[at] = position, slot
        table.departure_min[at], table.arrival_min[at] = leave, leave + leg
        table.start_min[at], table.leg_min[at] = labels.start_min[label], leg
        label = parent
    return table

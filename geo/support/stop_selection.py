"""
Exact selection of services and their order, by label setting with dominance and bounds.

A label is a partial sequence: the steps done, the last service, missed windows M, urgency U, the
time T at the end of the visit, and the premium P, the route cost in excess of the minutes. A leg
starts at once or at the next slot change; the objective (M, U, T + P) is lexicographic.

**Dominance by component.** Let A and B have the same steps and the same last service, with A no
worse in M, U, T and P. B departs at some d ≥ T(B), in some slot. If that is the slot at T(A), A
departs at once; if not, the slot has changed between T(A) and d, and A departs at the first change,
which is no later than d. In both cases A uses the same leg, arrives and starts no later, and has
the same premium: A remains no worse, and B can be dropped. For the same reason a third departure,
at the second slot change, never helps: its slot is that of departing at once.

**Lazy exact legs.** With lower bounds instead of exact legs, every label is no worse than the true
one, as an earlier arrival never delays a visit. The best sequence of bounds is therefore no worse
than the optimum; once all its legs are exact it *is* the optimum. `spent_min` has its own bound,
because the bounds of minutes and of premium can be attained by different routes.

**Heuristic passes first.** A pass with few labels, few services near the origin, and estimated legs
yields a good sequence, usually the optimum. Its value prunes later passes. A second pass with
bounds and more labels computes the most promising legs exactly. Only the third pass, with all
labels, proves optimality. In a small network all legs are searched at once, without estimates.

**Pruning.** A label whose bound (see `geo.support.lower_bounds`) is above the value of a known
sequence cannot lead to a better one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from geo.support.label_search import LabelSearch, StopSequence
from geo.support.leg_bounds import PositionIndices
from geo.support.leg_matrix import LegMatrix
from geo.support.lower_bounds import BOUND_TOLERANCE_MIN
from geo.support.plan_values import PlanValue, PlanValues
from geo.support.selection_model import ORIGIN_INDEX, SelectionModel

QUICK_LABEL_LIMIT = 32  # labels per step in the heuristic pass …
QUICK_SERVICE_LIMIT = 16  # … and services
SEARCH_RADIUS_FACTOR = 2.0  # times the distance of the first pass's farthest service, for bounds
SECOND_LABEL_LIMIT = 128  # labels per step in the second pass


def find_best_sequence(model: SelectionModel) -> StopSequence | None:
    """
    Find the best sequence of one service per step and back; None where none is feasible.

    Computes legs of `model` exactly where the result depends on them.
    """
    legs = _get_leg_matrix(model)
    if legs.compute_all_legs(
        np.append(ORIGIN_INDEX, np.unique(np.concatenate(model.service_indices)))
    ):
        best_known = _search_until_exact(model, None, label_limit=SECOND_LABEL_LIMIT)
        return _search_until_exact(model, best_known, label_limit=None)
    best_known = _search_until_exact(
        model.restrict_positions(_select_near_services(model)),
        None,
        label_limit=QUICK_LABEL_LIMIT,
        use_estimates=True,
    )
    if best_known is not None and not model.always_open:
        positions = [visit.position_index for visit in best_known.stop_times]
        farthest = float(legs.min_minutes[ORIGIN_INDEX, positions].max())
        legs.tighten_bounds_around(ORIGIN_INDEX, SEARCH_RADIUS_FACTOR * farthest)
    best_known = _search_until_exact(model, best_known, label_limit=SECOND_LABEL_LIMIT)
    return _search_until_exact(model, best_known, label_limit=None)


def _search_until_exact(
    model: SelectionModel,
    best_known: StopSequence | None,
    *,
    label_limit: int | None,
    use_estimates: bool = False,
) -> StopSequence | None:
    """
    Search, compute the legs of the result exactly, and repeat until all are exact.

    Returns
    -------
    best
        The best sequence with exact legs, of those found and the known one.
    """
    legs = _get_leg_matrix(model)
    while sequences := LabelSearch(
        model,
        PlanValues.of_one(None if best_known is None else best_known.plan_value),
        legs.estimates if use_estimates else legs.lower_bounds,
    ).find_sequences(label_limit):
        exact = [
            sequence for sequence in sequences if legs.is_exact[_list_leg_indices(sequence)].all()
        ]
        if exact and exact[0] in (_select_ties(sequences) if label_limit else sequences[:1]):
            return exact[0]
        best_known = min(
            [*exact, *([best_known] if best_known else [])], key=_get_plan_value, default=None
        )
        slots, start, end = np.concatenate(
            [_list_leg_indices(sequence) for sequence in sequences], axis=1
        )
        for slot in np.unique(slots).tolist():
            legs.compute_exact_legs(slot, start[slots == slot], end[slots == slot])
    return best_known


def _get_leg_matrix(model: SelectionModel) -> LegMatrix:
    """Return the legs of the only origin, which become exact where a result depends on them."""
    if not isinstance(model.leg_matrix, LegMatrix):
        msg = "legs of many origins are exact: see geo.support.many_origins"
        raise TypeError(msg)
    return model.leg_matrix


def _get_plan_value(sequence: StopSequence) -> PlanValue:
    return sequence.plan_value


def _select_ties(sequences: Sequence[StopSequence]) -> list[StopSequence]:
    """Select the sequences whose value equals that of the first, the best one."""
    best = sequences[0].plan_value
    return [
        route
        for route in sequences
        if np.allclose(route.plan_value, best, rtol=0, atol=BOUND_TOLERANCE_MIN)
    ]


def _select_near_services(model: SelectionModel) -> PositionIndices:
    """Select the nearest services of each step for the heuristic pass."""
    min_cost = model.min_cost[0, ORIGIN_INDEX]
    return np.concatenate(
        [
            indices[np.argsort(min_cost[indices])[:QUICK_SERVICE_LIMIT]]
            for indices in model.service_indices
        ]
    )


def _list_leg_indices(
    sequence: StopSequence,
) -> tuple[PositionIndices, PositionIndices, PositionIndices]:
    end = np.array([visit.position_index for visit in sequence.stop_times], dtype=np.int64)
    slots = np.array([visit.slot_index for visit in sequence.stop_times], dtype=np.int64)
    return slots, np.append(ORIGIN_INDEX, end[:-1]), end

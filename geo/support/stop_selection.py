"""
The choice of doors and of their order, exact.

A beginning of a route is a label: the steps done, the last door, missed windows M, urgency U, the
clock T at the end of the visit, and the premium P that its ways cost beyond their minutes. A leg
is left at once or when the slot next changes; the objective is (M, U, T + P), the first first.

**Labels may be compared part by part.** Let A and B have done the same steps and stand at the same
door, with A no worse in M, U, T and P. Whatever B goes on to do, it leaves at some d ≥ T(B), in
some slot. If that is the slot at T(A), A leaves at once; if not, the slot has changed between
T(A) and d, and A leaves at the first change, which is no later than d. Either way A walks the
same leg, arrives no later, is let in no later, and has paid the same premium: A stays no worse.
So what A beats need not be followed. For the same reason a third time to leave, the second change
of slot, never helps: the slot is that of leaving at once.

**Legs are made exact only where it matters.** With lower bounds in the place of legs, every label
is no worse than the true one, as arriving earlier never makes a door let her in later. The best
route of bounds is therefore no worse than the best route; once all its legs are exact it *is* the
best. `spent` carries a bound of its own, as the bounds of minutes and of premium are each attained
by different ways.

**Quick looks first.** Few labels, few doors about the origin, and likely figures for legs that are
not known lead to a route that is good, and mostly the best. Its value cuts later searches short.
A second look with bounds, and more labels, makes those legs exact that look best. The third, with
all labels, alone decides. In a small town all legs are searched at once, and no look is needed.

**What cannot win is cut.** A label whose bound (see `geo.support.lower_bounds`) is above the value
of a route known in full cannot lead to a better one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from geo.support.label_search import LabelSearch, StopSequence
from geo.support.leg_matrix import PositionIndices
from geo.support.lower_bounds import BOUND_TOLERANCE_MIN, PlanValue
from geo.support.selection_model import ORIGIN_INDEX, SelectionModel

QUICK_LABEL_LIMIT = 32  # labels kept a step by a quick look …
QUICK_SERVICE_LIMIT = 16  # … and doors
SEARCH_RADIUS_FACTOR = 2.0  # times as far as the quick look's farthest door, for bounds
SECOND_LABEL_LIMIT = 128  # labels kept a step by the second look


def find_best_sequence(model: SelectionModel) -> StopSequence | None:
    """
    Find the best route through one door of each step and back; None where no order is in time.

    The legs of `model` become exact where the answer needs it.
    """
    if model.leg_matrix.compute_all_legs(
        np.append(ORIGIN_INDEX, np.unique(np.concatenate(model.service_indices)))
    ):
        known = _search_until_exact(model, None, label_limit=SECOND_LABEL_LIMIT)
        return _search_until_exact(model, known, label_limit=None)
    known = _search_until_exact(
        model.restrict_positions(_select_near_services(model)),
        None,
        label_limit=QUICK_LABEL_LIMIT,
        use_estimates=True,
    )
    if known is not None and not model.always_open:
        places = [visit.position_index for visit in known.stop_times]
        farthest = float(model.leg_matrix.min_minutes[ORIGIN_INDEX, places].max())
        model.leg_matrix.tighten_bounds_around(ORIGIN_INDEX, SEARCH_RADIUS_FACTOR * farthest)
    known = _search_until_exact(model, known, label_limit=SECOND_LABEL_LIMIT)
    return _search_until_exact(model, known, label_limit=None)


def _search_until_exact(
    model: SelectionModel,
    best_known: StopSequence | None,
    *,
    label_limit: int | None,
    use_estimates: bool = False,
) -> StopSequence | None:
    """
    Search, make the legs of what is found exact, and search again until they are.

    Returns
    -------
    best
        The best route whose legs are all exact: of those found, and the one known.
    """
    legs = model.leg_matrix
    while found := LabelSearch(
        model, best_known, legs.estimates if use_estimates else legs.lower_bounds
    ).find_sequences(label_limit):
        exact = [route for route in found if legs.is_exact[_list_leg_indices(route)].all()]
        if exact and exact[0] in (_select_ties(found) if label_limit else found[:1]):
            return exact[0]
        best_known = min(
            [*exact, *([best_known] if best_known else [])], key=_get_plan_value, default=None
        )
        layer, start, end = np.concatenate([_list_leg_indices(route) for route in found], axis=1)
        for one in np.unique(layer).tolist():
            legs.compute_exact_legs(one, start[layer == one], end[layer == one])
    return best_known


def _get_plan_value(sequence: StopSequence) -> PlanValue:
    return sequence.plan_value


def _select_ties(sequences: Sequence[StopSequence]) -> list[StopSequence]:
    """Take those of some routes, the best one first, that are as good as the first."""
    best = sequences[0].plan_value
    return [
        route
        for route in sequences
        if np.allclose(route.plan_value, best, rtol=0, atol=BOUND_TOLERANCE_MIN)
    ]


def _select_near_services(model: SelectionModel) -> PositionIndices:
    """List the few doors of each step that a quick look takes in."""
    away = model.leg_matrix.min_cost[ORIGIN_INDEX]
    return np.concatenate(
        [places[np.argsort(away[places])[:QUICK_SERVICE_LIMIT]] for places in model.service_indices]
    )


def _list_leg_indices(
    sequence: StopSequence,
) -> tuple[PositionIndices, PositionIndices, PositionIndices]:
    end = np.array([visit.position_index for visit in sequence.stop_times], dtype=np.int64)
    layer = np.array([visit.slot_index for visit in sequence.stop_times], dtype=np.int64)
    return layer, np.append(ORIGIN_INDEX, end[:-1]), end

"""
Overnight stops: insert a return home before a service that opens much later.

The selection of services assumes one round trip. A visit starts when the service opens, wherever
the wait takes place; where there is time to rest at home, the plan contains the route home and the
next route from there.
"""

from __future__ import annotations

import numpy as np

from geo.support.clock import PlanningClock
from geo.support.departures import list_departures
from geo.support.label_search import StopTime
from geo.support.leg_bounds import LegTable
from geo.support.selection_model import ORIGIN_INDEX

MIN_REST_MIN = 180.0  # minutes, ours: shorter stays at home are not worth the walk


def find_return_home(
    leg_matrix: LegTable,
    clock: PlanningClock,
    stop_time: StopTime,
    *,
    previous_index: int,
    available_min: float,
) -> StopTime | None:
    """
    Find the return home before a visit, where there is time for it.

    Parameters
    ----------
    stop_time
        The selected visit; its start stays the same when coming from home.
    previous_index, available_min
        The previous position, and the end of the visit there [min].

    Returns
    -------
    home
        The return home without delay. None where the position is home, or the stay is too short.
    """
    if previous_index == ORIGIN_INDEX or stop_time.start_min - available_min < MIN_REST_MIN:
        return None
    slot = int(clock.slot_indices_at(np.array([available_min]))[0])
    leg_matrix.compute_exact_legs(slot, np.array([previous_index]), np.array([ORIGIN_INDEX]))
    minutes = float(leg_matrix.minutes[slot, previous_index, ORIGIN_INDEX])
    arrival = available_min + minutes
    departures = list_departures(
        leg_matrix,
        clock,
        stop_time,
        start_index=ORIGIN_INDEX,
        earliest_min=arrival + MIN_REST_MIN,
    )
    if next(departures, None) is None:
        return None
    return StopTime(-1, ORIGIN_INDEX, slot, available_min, arrival, arrival, minutes)

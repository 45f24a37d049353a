"""
Overnight stops: insert a return home before a service that opens much later.

The selection of services assumes one round trip. A visit starts when the service opens, wherever
the wait takes place; where there is time to rest at home, the plan contains the route home and the
next route from there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from geo.support.clock import PlanningClock
from geo.support.label_search import StopTime
from geo.support.leg_matrix import LegMatrix
from geo.support.selection_model import ORIGIN_INDEX

MIN_REST_MIN = 180.0  # minutes, ours: shorter stays at home are not worth the walk
SLOT_END_MARGIN_MIN = (
    1 / 60
)  # minutes; a departure in the last second of a slot still belongs to it


def insert_home_stop(
    leg_matrix: LegMatrix,
    clock: PlanningClock,
    stop_time: StopTime,
    *,
    previous_index: int,
    available_min: float,
) -> tuple[StopTime, StopTime] | None:
    """
    Insert a stop at home before a visit, where there is time for it.

    Parameters
    ----------
    stop_time
        The selected visit; its start stays the same when coming from home.
    previous_index, available_min
        The previous position, and the end of the visit there [min].

    Returns
    -------
    home, stop_time
        The return home without delay; and the same visit reached from home, in the slot of least
        cost and as late as possible. None where the position is home, or the stay is too short.
    """
    if previous_index == ORIGIN_INDEX or stop_time.start_min - available_min < MIN_REST_MIN:
        return None
    slot = int(clock.slot_indices_at(np.array([available_min]))[0])
    _compute_exact_leg(leg_matrix, slot, previous_index, ORIGIN_INDEX)
    minutes = float(leg_matrix.minutes[slot, previous_index, ORIGIN_INDEX])
    home_arrival = available_min + minutes
    home = StopTime(-1, ORIGIN_INDEX, slot, available_min, home_arrival, home_arrival, minutes)
    departures = list(_list_departures_from_home(leg_matrix, clock, stop_time, home_arrival))
    if not departures:
        return None
    return home, min(
        departures, key=lambda stop: (_leg_cost(leg_matrix, stop), -stop.departure_min)
    )


def _list_departures_from_home(
    leg_matrix: LegMatrix, clock: PlanningClock, stop_time: StopTime, home_arrival_min: float
) -> Iterator[StopTime]:
    """Iterate over the visit reached from home: once for each slot before its start."""
    slot_start = home_arrival_min
    while slot_start < stop_time.start_min:
        slot = int(clock.slot_indices_at(np.array([slot_start]))[0])
        change = float(clock.next_slot_change(np.array([slot_start]))[0])
        _compute_exact_leg(leg_matrix, slot, ORIGIN_INDEX, stop_time.position_index)
        minutes = float(leg_matrix.minutes[slot, ORIGIN_INDEX, stop_time.position_index])
        leave = min(stop_time.start_min - minutes, change - SLOT_END_MARGIN_MIN)
        if leave >= max(slot_start, home_arrival_min + MIN_REST_MIN):
            yield replace(
                stop_time,
                slot_index=slot,
                departure_min=leave,
                arrival_min=leave + minutes,
                leg_min=minutes,
            )
        slot_start = change


def _leg_cost(leg_matrix: LegMatrix, stop_time: StopTime) -> float:
    return float(leg_matrix.cost[stop_time.slot_index, ORIGIN_INDEX, stop_time.position_index])


def _compute_exact_leg(leg_matrix: LegMatrix, slot_index: int, start: int, end: int) -> None:
    leg_matrix.compute_exact_legs(slot_index, np.array([start]), np.array([end]))

"""
Nights between two doors: where one opens much later, she is at home in between.

The choice of doors is that of one round. A door lets her in when it opens, wherever she waited; so
where there is time to rest at home, she is told the way there, and the next way from there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from geo.support.clock import PlanningClock
from geo.support.label_search import StopTime
from geo.support.leg_matrix import LegMatrix
from geo.support.selection_model import ORIGIN_INDEX

MIN_REST_MIN = 180.0  # minutes, ours: for less time at home nobody walks there and back
SLOT_END_MARGIN_MIN = (
    1 / 60
)  # minutes; a way left in the last second of a slot is still one of that slot


def insert_home_stop(
    leg_matrix: LegMatrix,
    clock: PlanningClock,
    stop_time: StopTime,
    *,
    previous_index: int,
    available_min: float,
) -> tuple[StopTime, StopTime] | None:
    """
    Go home before a visit, where there is time for it.

    Parameters
    ----------
    stop_time
        As chosen; she is let in no later when she comes from home.
    previous_index, available_min
        The place before, and when her visit there ends [min].

    Returns
    -------
    home, stop_time
        The way home, left at once; and the same visit, come to from there, in the slot that costs
        least and as late as it can be. None where she is at home, or would not be for long enough.
    """
    if previous_index == ORIGIN_INDEX or stop_time.start_min - available_min < MIN_REST_MIN:
        return None
    layer = int(clock.slot_indices_at(np.array([available_min]))[0])
    _compute_exact_leg(leg_matrix, layer, previous_index, ORIGIN_INDEX)
    minutes = float(leg_matrix.minutes[layer, previous_index, ORIGIN_INDEX])
    there = available_min + minutes
    home = StopTime(-1, ORIGIN_INDEX, layer, available_min, there, there, minutes)
    ways = list(_list_departures_from_home(leg_matrix, clock, stop_time, there))
    if not ways:
        return None
    return home, min(ways, key=lambda way: (_leg_cost(leg_matrix, way), -way.departure_min))


def _list_departures_from_home(
    leg_matrix: LegMatrix, clock: PlanningClock, stop_time: StopTime, home_arrival_min: float
) -> Iterator[StopTime]:
    """Give the visit as she may come to it from home: once for each slot from then on."""
    since = home_arrival_min
    while since < stop_time.start_min:
        layer = int(clock.slot_indices_at(np.array([since]))[0])
        change = float(clock.next_slot_change(np.array([since]))[0])
        _compute_exact_leg(leg_matrix, layer, ORIGIN_INDEX, stop_time.position_index)
        minutes = float(leg_matrix.minutes[layer, ORIGIN_INDEX, stop_time.position_index])
        leave = min(stop_time.start_min - minutes, change - SLOT_END_MARGIN_MIN)
        if leave >= max(since, home_arrival_min + MIN_REST_MIN):
            yield replace(
                stop_time,
                slot_index=layer,
                departure_min=leave,
                arrival_min=leave + minutes,
                leg_min=minutes,
            )
        since = change


def _leg_cost(leg_matrix: LegMatrix, stop_time: StopTime) -> float:
    return float(leg_matrix.cost[stop_time.slot_index, ORIGIN_INDEX, stop_time.position_index])


def _compute_exact_leg(leg_matrix: LegMatrix, slot_index: int, start: int, end: int) -> None:
    leg_matrix.compute_exact_legs(slot_index, np.array([start]), np.array([end]))

"""
Departure to a visit that starts later: as late as possible, in the slot that is worth it.

The day and the night have their own least-cost route and their own minutes, so each slot between
the earliest departure and the start of the visit has one latest departure. Where a slot ends soon
before the start, its latest departure arrives early, and the rest of the time is spent at a closed
door.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from geo.support.clock import PlanningClock
from geo.support.label_search import StopTime
from geo.support.leg_bounds import LegTable
from geo.support.selection_model import ORIGIN_INDEX

SLOT_END_MARGIN_MIN = (
    1 / 60
)  # minutes; a departure in the last second of a slot still belongs to it
COST_DIGITS = 6  # of minutes; smaller differences of cost are rounding errors
MAX_EARLY_MIN = 15.0
"""Minutes, ours: an earlier arrival at a closed door is a wait that has to be told."""


def choose_departure(
    leg_matrix: LegTable,
    clock: PlanningClock,
    stop_time: StopTime,
    *,
    start_index: int,
    earliest_min: float,
) -> StopTime:
    """
    Choose the departure to a visit whose start is fixed.

    Parameters
    ----------
    stop_time
        The selected visit: it starts later than who left at once would arrive, or its departure
        is from another place, as she returned home before it.
    start_index, earliest_min
        Position before it, and the earliest departure from there [min]. From home, a minute at
        the closed door counts as much as a minute of the route: she leaves later although the
        route costs more at that hour. From elsewhere the route of least cost is taken, as in the
        selection of services.

    Returns
    -------
    stop_time
        The visit with its departure, arrival, slot and minutes; the latest of equal departures.
    """
    is_home = start_index == ORIGIN_INDEX
    departures = list(
        list_departures(
            leg_matrix, clock, stop_time, start_index=start_index, earliest_min=earliest_min
        )
    )
    return min(
        departures or [stop_time],
        key=lambda stop: (
            round(
                float(leg_matrix.cost[stop.slot_index, start_index, stop.position_index])
                + is_home * (stop.start_min - stop.arrival_min),
                COST_DIGITS,
            ),
            -stop.departure_min,
        ),
    )


def list_departures(
    leg_matrix: LegTable,
    clock: PlanningClock,
    stop_time: StopTime,
    *,
    start_index: int,
    earliest_min: float,
) -> Iterator[StopTime]:
    """Iterate over the visit with the latest departure of each slot before its start."""
    slot_start = earliest_min
    while slot_start < stop_time.start_min:
        slot = int(clock.slot_indices_at(np.array([slot_start]))[0])
        change = float(clock.next_slot_change(np.array([slot_start]))[0])
        ends = np.array([start_index]), np.array([stop_time.position_index])
        leg_matrix.compute_exact_legs(slot, *ends)
        minutes = float(leg_matrix.minutes[slot, start_index, stop_time.position_index])
        leave = min(stop_time.start_min - minutes, change - SLOT_END_MARGIN_MIN)
        if leave >= slot_start:
            yield replace(
                stop_time,
                slot_index=slot,
                departure_min=leave,
                arrival_min=leave + minutes,
                leg_min=minutes,
            )
        slot_start = change

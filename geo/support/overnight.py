"""
Nights between two doors: where one opens much later, she is at home in between.

The choice of doors is that of one round. A door lets her in when it opens, wherever she waited; so
where there is time to rest at home, she is told the way there, and the next way from there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from geo.support.clock import Clock
from geo.support.leg_matrix import Legs
from geo.support.selection_model import AT_ORIGIN
from geo.support.stop_selection import Visit

REST = 180.0  # minutes, ours: for less time at home nobody walks there and back
SLOT_ENDS = 1 / 60  # minutes; a way left in the last second of a slot is still one of that slot


def by_way_of_home(
    legs: Legs, clock: Clock, visit: Visit, *, came_from: int, free: float
) -> tuple[Visit, Visit] | None:
    """
    Go home before a visit, where there is time for it.

    Parameters
    ----------
    visit
        As chosen; she is let in no later when she comes from home.
    came_from, free
        The place before, and when her visit there ends [min].

    Returns
    -------
    home, visit
        The way home, left at once; and the same visit, come to from there, in the slot that costs
        least and as late as it can be. None where she is at home, or would not be for long enough.
    """
    if came_from == AT_ORIGIN or visit.start - free < REST:
        return None
    layer = int(clock.layer(np.array([free]))[0])
    _settle(legs, layer, came_from, AT_ORIGIN)
    minutes = float(legs.minutes[layer, came_from, AT_ORIGIN])
    there = free + minutes
    home = Visit(-1, AT_ORIGIN, layer, free, there, there, minutes)
    ways = list(_ways_from_home(legs, clock, visit, there))
    if not ways:
        return None
    return home, min(ways, key=lambda way: (_cost(legs, way), -way.leave))


def _ways_from_home(legs: Legs, clock: Clock, visit: Visit, there: float) -> Iterator[Visit]:
    """Give the visit as she may come to it from home: once for each slot from then on."""
    since = there
    while since < visit.start:
        layer = int(clock.layer(np.array([since]))[0])
        change = float(clock.next_change(np.array([since]))[0])
        _settle(legs, layer, AT_ORIGIN, visit.place)
        minutes = float(legs.minutes[layer, AT_ORIGIN, visit.place])
        leave = min(visit.start - minutes, change - SLOT_ENDS)
        if leave >= max(since, there + REST):
            yield replace(visit, layer=layer, leave=leave, arrive=leave + minutes, minutes=minutes)
        since = change


def _cost(legs: Legs, way: Visit) -> float:
    return float(legs.cost[way.layer, AT_ORIGIN, way.place])


def _settle(legs: Legs, layer: int, start: int, end: int) -> None:
    legs.settle(layer, np.array([start]), np.array([end]))

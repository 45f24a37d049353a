"""
The best support route by trying everything: all orders, doors, and times to leave.

Nothing of the planner is used: ways come from one search over the whole network, hours from a
timetable of weekdays walked day by day, and no beginning of a route is ever given up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations, permutations

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from geo.model import TIME_SLOTS
from geo.network.snapping import snap_to_streets
from geo.routes.cost import calculate_costs, calculate_edge_costs
from geo.routes.planning import snap_location
from tests.support import requests

DAYS = 14
HORIZON = DAYS * 1440.0
SAME = 1e-7
WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
Week = dict[int, list[tuple[int, int]]]  # by weekday, minutes of the day from and until


@dataclass
class CandidateService:
    """A door somewhere, and its week."""

    lat: float
    lon: float
    week: Week
    name: str


def written(week: Week) -> str:
    """Write a week as OpenStreetMap does."""
    told = [
        f"{WEEKDAYS[day]} " + ",".join(f"{clock(a)}-{clock(b)}" for a, b in spans)
        for day, spans in sorted(week.items())
        if spans
    ]
    return "; ".join(told) or "off"


def clock(minutes: int) -> str:
    """Write a time of the day."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def opened(week: Week, when: datetime) -> np.ndarray:
    """List when a door is open, in minutes from a moment, day after day."""
    midnight = when.replace(hour=0, minute=0, second=0, microsecond=0)
    found: list[list[float]] = []
    for day in range(DAYS + 1):
        date = midnight + timedelta(days=day)
        for begin, end in week.get(date.weekday(), []):
            start = (date + timedelta(minutes=begin) - when).total_seconds() / 60
            stop = min((date + timedelta(minutes=end) - when).total_seconds() / 60, HORIZON)
            if stop > max(start, 0.0):
                if found and found[-1][1] == start:
                    found[-1][1] = stop
                else:
                    found.append([start, stop])
    return np.array(found).reshape(-1, 2)


def starts(intervals: np.ndarray, arrive: np.ndarray) -> np.ndarray:
    """Tell when a door lets in who comes at some times; infinite if not any more."""
    start = np.full(arrive.shape, np.inf)
    for begin, end in intervals[::-1]:
        start = np.where(arrive < end, np.maximum(arrive, begin), start)
    return start


def changes(view, begin: datetime, days: int) -> list[datetime]:
    """Find when day and night change, by looking every ten minutes, then every second."""
    found, look, second = [], timedelta(minutes=10), timedelta(seconds=1)
    before = view.slot(begin)
    for number in range(1, days * 144):
        after = view.slot(begin + number * look)
        if after != before:
            turn = begin + (number - 1) * look
            while view.slot(turn) == before:
                turn += second
            found.append(turn)
        before = after
    return found


def ways(exposure, aversion, edge, along) -> np.ndarray:
    """
    Find the ways between some places by a search over the whole network, with places put in.

    Returns
    -------
    ways
        Shape (places, places, 2): minutes and cost.
    """
    network, count = exposure.network, len(edge)
    node = network.node_count + np.arange(count)
    part = [  # from each place to both ends of its street, and to places on the same one
        *((node[n], network.u[edge[n]], n, 0.0) for n in range(count)),
        *((node[n], network.v[edge[n]], n, network.length_m[edge[n]]) for n in range(count)),
        *(
            (node[n], node[m], n, along[m])
            for n in range(count)
            for m in range(n)
            if edge[n] == edge[m]
        ),
    ]
    start, end, owner = (np.array([one[k] for one in part]) for k in range(3))
    to_m = np.array([one[3] for one in part])
    length = np.abs(to_m - along[owner])
    pace = network.pace_min_per_m[edge[owner]]
    measured = exposure.measure_parts(edge[owner], along[owner], to_m)
    price = calculate_costs(measured, length_m=length, pace_min_per_m=pace, aversion=aversion)
    u, v = np.append(network.u, start), np.append(network.v, end)
    cost = np.append(calculate_edge_costs(exposure, aversion), np.maximum(price, 1e-12))
    minutes = np.append(network.minutes, length * pace)
    size = network.node_count + count
    both = (np.append(u, v), np.append(v, u))
    graph = csr_array((np.append(cost, cost), both), shape=(size, size))
    found, before = dijkstra(graph, indices=node, return_predecessors=True)
    pairs = zip(u.tolist(), v.tolist(), minutes.tolist(), strict=True)
    between = {frozenset((a, b)): took for a, b, took in pairs}
    told = np.zeros((count, count, 2))
    for i in range(count):
        for j in range(count):
            told[i, j] = _walked(before[i], int(node[i]), int(node[j]), between), found[i, node[j]]
    return told


def _walked(before, start, end, between) -> float:
    minutes = 0.0
    while end != start:
        minutes += between[frozenset((int(before[end]), end))]
        end = int(before[end])
    return minutes


class Everything:
    """All choices of one question."""

    def __init__(self, view, ask, steps, doors, turns):
        self.ask, self.steps = ask, steps
        self.doors = {
            step.code: [
                door for door in doors[step.code] if len(opened(door.week, ask.departure_time))
            ]
            for step in steps
        }
        since = [(turn - ask.departure_time).total_seconds() / 60 for turn in turns]
        self.changes = np.array([minutes for minutes in since if minutes > 0])
        self.first_slot = TIME_SLOTS.index(view.slot(ask.departure_time))
        self.flat = [door for step in steps for door in self.doors[step.code]]
        self.open = [opened(door.week, ask.departure_time) for door in self.flat]
        self.legs = self._legs(view)

    def _legs(self, view):
        origin = snap_location(view, self.ask.origin, endpoint="from")
        edge, along = origin.edge_indices, origin.along_m
        if self.flat:
            doors = snap_to_streets(
                view.network, requests.points([(one.lat, one.lon) for one in self.flat])
            )
            edge, along = np.append(edge, doors.edge_indices), np.append(along, doors.along_m)
        return np.stack(
            [ways(view.exposure(slot), self.ask.aversion, edge, along) for slot in TIME_SLOTS]
        )

    def best(self):
        """Give (how many steps, missed, urgency, total) of the best route."""
        able = [step for step in self.steps if self.doors[step.code]]
        for many in range(len(able), 0, -1):
            values = [
                value
                for some in combinations(able, many)
                for order in permutations(some)
                if self._allowed(order)
                for value in [self._along(order)]
                if value is not None
            ]
            if values:
                return many, *best_of(np.array(values))
        return 0, 0.0, 0.0, 0.0

    def _allowed(self, order):
        codes = [step.code for step in order]
        first = self.ask.first_step
        if first in codes and codes[0] != first:
            return False
        return all(
            codes.index(other) < number
            for number, step in enumerate(order)
            for other in step.after
            if other in codes and step.code != first
        )

    def _along(self, order):
        state = {name: np.zeros(1) for name in ("clock", "premium", "missed", "urgency")}
        at = np.zeros(1, dtype=int)
        for step in order:
            parts = []
            for door in self.doors[step.code]:
                place = self.flat.index(door) + 1
                parts += [
                    (place, self._visited(state, at, step, place, option)) for option in range(3)
                ]
            at = np.concatenate([np.full(len(part["clock"]), place) for place, part in parts])
            state = {name: np.concatenate([part[name] for _, part in parts]) for name in state}
            kept = np.isfinite(state["clock"])
            at, state = at[kept], {name: values[kept] for name, values in state.items()}
            if not len(at):
                return None
        ends = []
        for option in range(3):
            leave, slot = self._leave(state["clock"], option)
            minutes, cost = self._leg(slot, at, 0)
            ends.append(leave + minutes + state["premium"] + cost - minutes)
        total = np.min(ends, axis=0) - sum(step.stay_minutes for step in order)
        return best_of(np.stack([state["missed"], state["urgency"], total], axis=1))

    def _visited(self, state, at, step, place, option):
        leave, slot = self._leave(state["clock"], option)
        minutes, cost = self._leg(slot, at, place)
        start = starts(self.open[place - 1], leave + minutes)
        premium = state["premium"] + cost - minutes
        since, missed, urgent = self.ask.hours_since, state["missed"], False
        for window in step.windows:
            closes = np.inf if since is None else (window.hours - since) * 60
            if closes >= 0:
                missed = missed + (start > closes)
                urgent |= window.kind == "clinical"
        urgency = state["urgency"] + (start + premium if urgent else 0.0)
        clock = start + step.stay_minutes
        return {"clock": clock, "premium": premium, "missed": missed, "urgency": urgency}

    def _leave(self, now, option):
        place = np.searchsorted(self.changes, now, side="right")
        turned = place + option
        later = np.append(self.changes, [np.inf] * 3)[turned - 1]
        return (later if option else now), (self.first_slot + turned) % 2

    def _leg(self, slot, at, place):
        return self.legs[slot, at, place, 0], self.legs[slot, at, place, 1]


def best_of(values):
    """Take the best of rows of missed, urgency, total: the first column decides first."""
    for column in (0, 1):
        values = values[values[:, column] <= values[:, column].min() + SAME]
    return values[values[:, 2].argmin()]

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

**What cannot win is cut.** A label's bound (see `geo.support.lower_bounds`)
that is above the value of a
route known in full cannot lead to a better one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from geo.network.street_network import FloatArray
from geo.support.labels import Labels, at_origin, undominated
from geo.support.leg_matrix import Figures, Places
from geo.support.lower_bounds import CLOSE, NO_ROUTE, Bounds, Value
from geo.support.selection_model import AT_ORIGIN, Task

DIGITS = 7  # of minutes; what differs less is equal
NARROW = 32  # labels kept a step by a quick look …
FEW = 16  # … and doors
LOOK_AROUND = 2.0  # times as far as the quick look's farthest door, for bounds
WIDE = 128  # labels kept a step by the second look
AT_ONCE = 2  # good routes whose legs are made exact together


@dataclass(frozen=True)
class Visit:
    """
    A door visited, or the return to the origin.

    Attributes
    ----------
    step
        What for, as its number in the task; -1 for the return.
    place, layer
        Where, and the slot of the leg that leads there.
    leave, arrive, start
        When she sets out at the earliest, comes there, and is let in [min].
    minutes
        Of the leg.
    """

    step: int
    place: int
    layer: int
    leave: float
    arrive: float
    start: float
    minutes: float


@dataclass(frozen=True)
class Route:
    """
    A route in numbers.

    Attributes
    ----------
    visits
        In their order, the return last.
    value
        Missed windows, urgency, and ways priced and waits together.
    """

    visits: tuple[Visit, ...]
    value: Value


def best_route(task: Task) -> Route | None:
    """
    Find the best route through one door of each step and back; None where no order is in time.

    The legs of `task` become exact where the answer needs it.
    """
    if task.legs.settle_all(np.append(AT_ORIGIN, np.unique(np.concatenate(task.doors)))):
        known = _until_exact(task, None, narrow=WIDE)
        return _until_exact(task, known, narrow=None)
    known = _until_exact(task.only(_near(task)), None, narrow=NARROW, guess=True)
    if known is not None and not task.always_open:
        places = [visit.place for visit in known.visits]
        farthest = float(task.legs.quickest[AT_ORIGIN, places].max())
        task.legs.look_around(AT_ORIGIN, LOOK_AROUND * farthest)
    known = _until_exact(task, known, narrow=WIDE)
    return _until_exact(task, known, narrow=None)


def _until_exact(
    task: Task, known: Route | None, *, narrow: int | None, guess: bool = False
) -> Route | None:
    """
    Search, make the legs of what is found exact, and search again until they are.

    Returns
    -------
    best
        The best route whose legs are all exact: of those found, and the one known.
    """
    legs = task.legs
    while found := _Solving(task, known, legs.guesses if guess else legs.bounds).routes(narrow):
        exact = [route for route in found if legs.exact[_legs(route)].all()]
        if exact and exact[0] in (_as_good(found) if narrow else found[:1]):
            return exact[0]
        known = min([*exact, *([known] if known else [])], key=_value, default=None)
        layer, start, end = np.concatenate([_legs(route) for route in found], axis=1)
        for one in np.unique(layer).tolist():
            legs.settle(one, start[layer == one], end[layer == one])
    return known


def _value(route: Route) -> Value:
    return route.value


def _as_good(found: Sequence[Route]) -> list[Route]:
    """Take those of some routes, the best one first, that are as good as the first."""
    best = found[0].value
    return [route for route in found if np.allclose(route.value, best, rtol=0, atol=CLOSE)]


def _near(task: Task) -> Places:
    """List the few doors of each step that a quick look takes in."""
    away = task.legs.straight[AT_ORIGIN]
    return np.concatenate([places[np.argsort(away[places])[:FEW]] for places in task.doors])


def _legs(route: Route) -> tuple[Places, Places, Places]:
    end = np.array([visit.place for visit in route.visits], dtype=np.int64)
    layer = np.array([visit.layer for visit in route.visits], dtype=np.int64)
    return layer, np.append(AT_ORIGIN, end[:-1]), end


class _Solving:
    """
    Labels followed step by step.

    Parameters
    ----------
    known
        A route whose value need only be equalled.
    legs
        What legs are reckoned with.
    """

    def __init__(self, task: Task, known: Route | None, legs: Figures) -> None:
        self._task, self._legs = task, legs
        self._bounds = Bounds(task, legs)
        self._known = NO_ROUTE if known is None else known.value
        self._layers = [at_origin()]
        self._first = 0  # number of the first label of the last layer, among all labels

    def routes(self, narrow: int | None) -> list[Route]:
        """
        Find the best routes, the best of all first; none where nothing as good is left.

        Parameters
        ----------
        narrow
            How many labels are kept a step; None keeps all that may win.
        """
        for _ in range(self._task.steps):
            labels = self._next()
            if not len(labels):
                return []
            self._first += len(self._layers[-1])
            self._layers.append(labels if narrow is None else self._best(labels, narrow))
        return self._home()

    def _next(self) -> Labels:
        """Go on from the last layer to every door of every step that is due."""
        now, parts = self._layers[-1], []
        for step in range(self._task.steps):
            due = (now.done >> step & 1 == 0) & (self._task.before[step] & ~now.done == 0)
            for leave in (now.clock, self._task.clock.next_change(now.clock)):
                rows = np.flatnonzero(due & np.isfinite(leave))
                parts.append(self._arrived(rows, leave[rows], step))
        labels = Labels.joined(parts)
        return undominated(labels.take(self._bounds.may_win(labels, self._known)))

    def _best(self, labels: Labels, most: int) -> Labels:
        missed, urgency, total = self._bounds.of(labels)
        return labels.take(np.lexsort((total, urgency, missed))[:most])

    def _arrived(self, rows: NDArray[np.int64], leave: FloatArray, step: int) -> Labels:
        """Make the labels of visits to every door of a step that lets her in."""
        task, now, doors = self._task, self._layers[-1], self._task.doors[step]
        layer = task.clock.layer(leave)
        minutes = self._legs.minutes[layer[:, None], now.place[rows][:, None], doors[None, :]]
        every = np.broadcast_to(doors, minutes.shape)
        start = task.timetable.start(every, leave[:, None] + minutes)
        row, column = np.nonzero(np.isfinite(start))
        old, place = rows[row], doors[column]
        leg = layer[row], now.place[old], place
        start, done = start[row, column], now.done[old]
        premium = now.premium[old] + self._legs.premium[leg]
        by_clock = start - task.visits[done] + premium
        spent = np.maximum(by_clock, now.spent[old] + self._legs.cost[leg])
        closed = np.searchsorted(np.sort(task.closes[step]), start, side="left")
        urgency = spent + task.visits[done] if task.urgent[step] else np.zeros(len(old))
        return Labels(
            done=done | 1 << step,
            place=place,
            missed=now.missed[old] + closed,
            urgency=now.urgency[old] + urgency,
            clock=start + task.stay[step],
            premium=premium,
            spent=spent,
            walked=now.walked[old] + minutes[row, column],
            before=self._first + old,
            leave=leave[row],
            start=start,
        )

    def _home(self) -> list[Route]:
        """Add the way back to complete labels, and read the best ones."""
        task, legs, labels = self._task, self._legs, self._layers[-1]
        leave = np.concatenate([labels.clock, task.clock.next_change(labels.clock)])
        old = np.tile(np.arange(len(labels)), 2)[np.isfinite(leave)]
        leave = leave[np.isfinite(leave)]
        leg = task.clock.layer(leave), labels.place[old], np.full(len(old), AT_ORIGIN)
        minutes = self._legs.minutes[leg]
        premium = labels.premium[old] + self._legs.premium[leg]
        by_clock = leave + minutes - task.visits[task.full] + premium
        total = np.maximum(by_clock, labels.spent[old] + legs.cost[leg])
        walked, urgency = labels.walked[old] + minutes, labels.urgency[old]
        keys = (*np.round([walked, total, urgency], DIGITS), labels.missed[old])
        return [
            self._read(int(old[one]), float(leave[one]), float(minutes[one]), float(total[one]))
            for one in np.lexsort(keys)[:AT_ONCE].tolist()
        ]

    def _read(self, end: int, leave: float, minutes: float, total: float) -> Route:
        """Read a complete label with its way back."""
        labels, home = self._layers[-1], leave + minutes
        layer = int(self._task.clock.layer(np.array([leave]))[0])
        back = Visit(-1, AT_ORIGIN, layer, leave, home, home, minutes)
        value = Value(float(labels.missed[end]), float(labels.urgency[end]), total)
        return Route((*self._visits(self._first + end), back), value)

    def _visits(self, number: int) -> list[Visit]:
        """Read a label's visits, from the first."""
        every = Labels.joined(self._layers)
        chain = [number]
        while every.before[chain[-1]] >= 0:
            chain.append(int(every.before[chain[-1]]))
        chain.reverse()
        return [self._visit(every, before, one) for before, one in pairwise(chain)]

    def _visit(self, labels: Labels, before: int, one: int) -> Visit:
        step = int(labels.done[one] ^ labels.done[before]).bit_length() - 1
        place, leave = int(labels.place[one]), float(labels.leave[one])
        layer = int(self._task.clock.layer(np.array([leave]))[0])
        minutes = float(self._legs.minutes[layer, labels.place[before], place])
        start = float(labels.start[one])
        return Visit(step, place, layer, leave, leave + minutes, start, minutes)

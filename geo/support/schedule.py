"""A chosen route told as stops: when to leave, what opens when, what else there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from geo.pathways.records import Step
from geo.support.clock import Clock
from geo.support.labels import SAME
from geo.support.leg_matrix import Legs
from geo.support.opening_hours import Opening
from geo.support.overnight import SLOT_ENDS
from geo.support.records import Door, Other, Return, Stop
from geo.support.selection_model import AT_ORIGIN
from geo.support.service_options import Doors, Walked
from geo.support.stop_selection import Visit
from geo.support.time_windows import has_closed, judged

MOST_OTHERS = 4  # ours: other doors told with their minutes, as many as one can weigh …
FAR_MINUTES = 60.0  # … and none that surely is beyond an hour, but for the nearest


@dataclass(frozen=True)
class Turn:
    """
    A visit, and from where and when she goes there.

    Attributes
    ----------
    step, chosen
        What for, and the door.
    others
        The doors of the same step that were not chosen.
    came_from, free
        The place before, and when her visit there ends, or when she is at home [min].
    home
        The way home before it, where she goes there in between …
    left
        … and the place that she leaves for it.
    """

    step: Step
    chosen: Walked
    others: tuple[Walked, ...]
    visit: Visit
    came_from: int
    free: float
    home: Visit | None = None
    left: int = AT_ORIGIN


class Telling:
    """Tells turns as stops, for one clock, one set of legs and doors."""

    def __init__(self, clock: Clock, legs: Legs, doors: Doors, hours_since: float | None) -> None:
        self._clock = clock
        self._legs = legs
        self._doors = doors
        self._since = hours_since

    def stops(self, turns: Sequence[Turn]) -> dict[str, Stop]:
        """Tell each turn, by the code of its step."""
        self._settle(turns)
        return {turn.step.code: self._stop(turn) for turn in turns}

    def without_way(self, step: Step, chosen: str | None) -> Stop:
        """Tell a step that no way leads to: whom to call, or to ask."""
        doors = self._doors.unwalked(step)
        doors.sort(key=lambda door: door.id != chosen)
        door = doors[0] if doors else None
        deadlines = judged(step, self._clock, self._since, 0.0)
        lines = [line.door for line in self._doors.lines if line.answers(0.0)]
        return Stop(
            step=step,
            door=door,
            way=None,
            leave_at=None,
            arrive_at=None,
            starts_at=None,
            opens_at=None,
            open_until=None,
            wait_minutes=None,
            hours_assumed=False,
            deadlines=deadlines,
            still_go=has_closed(deadlines),
            others=tuple(Other(one, None, None, None, None) for one in doors[1:]),
            phones=tuple(line for line in lines if line != door),
        )

    def leave(self, visit: Visit) -> float:
        """Tell how late one may set out in the slot chosen and still be let in as early."""
        turns = float(self._clock.next_change(np.array([visit.leave]))[0])
        return max(visit.leave, min(visit.start - visit.minutes, turns - SLOT_ENDS))

    def _stop(self, turn: Turn) -> Stop:
        clock, visit, opening = self._clock, turn.visit, turn.chosen.opening
        first = turn.free + self._minutes(turn.free, turn.came_from, visit.place)
        opens = opening.start(first)
        leave = self.leave(visit)
        deadlines = judged(turn.step, clock, self._since, visit.start)
        return Stop(
            step=turn.step,
            door=turn.chosen.door,
            way=self._legs.way(visit.layer, turn.came_from, visit.place),
            leave_at=clock.moment(leave),
            arrive_at=clock.moment(leave + visit.minutes),
            starts_at=clock.moment(visit.start),
            opens_at=clock.moment(opens) if opens > first else None,
            open_until=self._until(opening, visit.start),
            wait_minutes=_waited(visit.start - turn.free - visit.minutes),
            hours_assumed=opening.assumed,
            deadlines=deadlines,
            still_go=has_closed(deadlines),
            others=self._others(turn),
            phones=self._phones(first, shut=opens > first),
            home=self._home(turn),
        )

    def _home(self, turn: Turn) -> Return | None:
        home, moment = turn.home, self._clock.moment
        if home is None:
            return None
        way = self._legs.way(home.layer, turn.left, AT_ORIGIN)
        return Return(way, moment(home.leave), moment(home.arrive))

    def _phones(self, minutes: float, *, shut: bool) -> tuple[Door, ...]:
        """List the lines that answer beside a closed door; beside an open one, the 24-hour ones."""
        horizon = self._clock.horizon
        return tuple(
            line.door
            for line in self._doors.lines
            if line.always(horizon) or (shut and line.answers(minutes))
        )

    def _others(self, turn: Turn) -> tuple[Other, ...]:
        layer = self._layer(turn.free)
        cost = self._legs.cost[layer, turn.came_from]
        weighed = sorted(self._weighed(turn), key=lambda one: (cost[one.place + 1], one.door.id))
        told = [self._other(turn, one) for one in weighed]
        unwalked = self._doors.unwalked(turn.step)
        return (*told, *(Other(door, None, None, None, None) for door in unwalked))

    def _weighed(self, turn: Turn) -> list[Walked]:
        """Take those of the other doors that are worth weighing: the nearest, and some not far."""
        away = self._legs.quickest[turn.came_from]
        every = sorted(turn.others, key=lambda one: (away[one.place + 1], one.door.id))
        near = [one for one in every[:MOST_OTHERS] if away[one.place + 1] <= FAR_MINUTES]
        return near or every[:1]

    def _other(self, turn: Turn, one: Walked) -> Other:
        minutes = self._minutes(turn.free, turn.came_from, one.place + 1)
        arrive = turn.free + minutes
        start = one.opening.start(arrive)
        if not np.isfinite(start):
            return Other(one.door, minutes, None, None, None)
        opens = self._clock.moment(start) if start > arrive else None
        waited = _waited(start - arrive)
        return Other(one.door, minutes, opens, waited, self._until(one.opening, start))

    def _until(self, opening: Opening, minutes: float) -> datetime | None:
        until = opening.until(minutes)
        known = not opening.assumed and until < self._clock.horizon
        return self._clock.moment(until) if known else None

    def _settle(self, turns: Sequence[Turn]) -> None:
        """Make the legs exact that are told: at once to the door, and to the other doors."""
        told: dict[int, list[tuple[int, int]]] = {}
        for turn in turns:
            places = [turn.visit.place, *(one.place + 1 for one in self._weighed(turn))]
            legs = told.setdefault(self._layer(turn.free), [])
            legs += [(turn.came_from, place) for place in places]
        for layer, legs in told.items():
            start, end = np.array(legs, dtype=np.int64).T
            self._legs.settle(layer, start, end)

    def _minutes(self, free: float, start: int, end: int) -> float:
        return float(self._legs.minutes[self._layer(free), start, end])

    def _layer(self, minutes: float) -> int:
        return int(self._clock.layer(np.array([minutes]))[0])


def _waited(minutes: float) -> float:
    """Take away what is left of a sum of minutes for its last digits."""
    return minutes if minutes > SAME else 0.0


def in_order(
    steps: Sequence[Step],
    stops: Mapping[str, Stop],
    visited: Sequence[str],
    *,
    first: str | None,
) -> tuple[Stop, ...]:
    """
    Put stops without a way at their turn: after the step that is read before them.

    Parameters
    ----------
    visited
        Codes of the stops with a way, as they are visited.
    first
        Code of the step that she wants first, or None.
    """
    told = list(visited)
    before: str | None = None
    for step in steps:
        if step.code not in told:
            at_front = before is None or step.code == first
            told.insert(0 if at_front else told.index(str(before)) + 1, step.code)
        before = step.code
    return tuple(stops[code] for code in told)

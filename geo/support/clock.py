"""
The clock of one question: minutes since she asks, and when day turns into night.

Moments are told apart in universal time, so that a night in which clocks are put back is as long
as it is.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from geo.model import SLOTS, Slot
from geo.network.street_network import FloatArray
from geo.privacy.view import View

HORIZON_DAYS = 14
"""Ours: a door that does not open within two weeks is no step of a route."""

LIGHT_DAYS = HORIZON_DAYS + 4  # the last visit, the way back, and a night to wait for
LOOK_EVERY = timedelta(minutes=30)  # how often the light is looked at; no night is shorter
SECOND = timedelta(seconds=1)
MINUTES_A_DAY = 1440.0


class Clock:
    """
    Minutes since a moment, and the slot of each.

    Attributes
    ----------
    when
        The moment she asks, with the community's time zone.
    horizon
        Until when doors are looked at [min].
    turns
        When the slot changes [min], rising; none where no marked ground holds by day or by night
        alone, as then nothing depends on it.
    slots
        The slot as she asks, and the other one where there are changes.
    """

    def __init__(self, view: View, when: datetime) -> None:
        self.when = when
        self.horizon = HORIZON_DAYS * MINUTES_A_DAY
        self._zero = when.astimezone(UTC)
        first = view.slot(when)
        other: Slot = "night" if first == "day" else "day"
        changes = _changes(view, self._zero.date().isoformat()) if _matters(view) else []
        self.slots: tuple[Slot, ...] = (first, other) if changes else (first,)
        since = np.array([self.minutes(one) for one in changes], dtype=np.float64)
        self.turns: FloatArray = since[since > 0]

    def moment(self, minutes: float) -> datetime:
        """Tell the local time."""
        return (self._zero + timedelta(minutes=minutes)).astimezone(self.when.tzinfo)

    def minutes(self, moment: datetime) -> float:
        """Tell how long after the question a moment is [min]."""
        return (moment.astimezone(UTC) - self._zero) / timedelta(minutes=1)

    def layer(self, minutes: FloatArray) -> NDArray[np.int64]:
        """Tell the slot at some times, as its place in `slots`."""
        return np.searchsorted(self.turns, minutes, side="right") % len(self.slots)

    def slot(self, minutes: float) -> Slot:
        """Tell the slot at one time."""
        return self.slots[int(self.layer(np.array([minutes]))[0])]

    def next_change(self, minutes: FloatArray) -> FloatArray:
        """Tell when the slot changes next; infinite where it does not."""
        every = np.append(self.turns, np.inf)
        return np.asarray(every[np.searchsorted(self.turns, minutes, side="right")])


def _matters(view: View) -> bool:
    return bool(view.risk_areas["holds"].isin(SLOTS).any())


def _changes(view: View, day: str) -> list[datetime]:
    """Find when the slot changes in the days from one on, to the second."""
    return view.kept.get(("light", day), lambda: _turns(view, datetime.fromisoformat(day)))


def _turns(view: View, midnight: datetime) -> list[datetime]:
    start = midnight.replace(tzinfo=UTC)
    looks = [start + number * LOOK_EVERY for number in range(LIGHT_DAYS * 48)]
    slots = [_slot(view, look) for look in looks]
    pairs = zip(pairwise(looks), pairwise(slots), strict=True)
    return [_between(view, *times) for times, (one, other) in pairs if one != other]


def _between(view: View, before: datetime, after: datetime) -> datetime:
    """Halve the time between two moments of different slots until a second is left."""
    old = _slot(view, before)
    while after - before > SECOND:
        middle = before + SECOND * ((after - before) // SECOND // 2)
        if _slot(view, middle) == old:
            before = middle
        else:
            after = middle
    return after


def _slot(view: View, moment: datetime) -> Slot:
    return view.slot(view.moment(moment.isoformat()))

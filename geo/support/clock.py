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

from geo.model import TIME_SLOTS, TimeSlot
from geo.network.street_network import FloatArray
from geo.privacy.view import View

PLANNING_HORIZON_DAYS = 14
"""Ours: a door that does not open within two weeks is no step of a route."""

DAYLIGHT_DAYS = PLANNING_HORIZON_DAYS + 4  # the last visit, the way back, and a night to wait for
DAYLIGHT_STEP = timedelta(minutes=30)  # how often the light is looked at; no night is shorter
ONE_SECOND = timedelta(seconds=1)
MINUTES_PER_DAY = 1440.0


class PlanningClock:
    """
    Minutes since a moment, and the slot of each.

    Attributes
    ----------
    departure_time
        The moment she asks, with the community's time zone.
    horizon_min
        Until when doors are looked at [min].
    slot_changes_min
        When the slot changes [min], rising; none where no marked ground holds by day or by night
        alone, as then nothing depends on it.
    slots
        The slot as she asks, and the other one where there are changes.
    """

    def __init__(self, view: View, departure_time: datetime) -> None:
        self.departure_time = departure_time
        self.horizon_min = PLANNING_HORIZON_DAYS * MINUTES_PER_DAY
        self._departure_utc = departure_time.astimezone(UTC)
        first = view.slot(departure_time)
        other: TimeSlot = "night" if first == "day" else "day"
        changes = (
            _get_slot_changes(view, self._departure_utc.date().isoformat())
            if _depends_on_slot(view)
            else []
        )
        self.slots: tuple[TimeSlot, ...] = (first, other) if changes else (first,)
        since = np.array([self.elapsed_min_at(one) for one in changes], dtype=np.float64)
        self.slot_changes_min: FloatArray = since[since > 0]

    def local_time_at(self, elapsed_min: float) -> datetime:
        """Tell the local time."""
        return (self._departure_utc + timedelta(minutes=elapsed_min)).astimezone(
            self.departure_time.tzinfo
        )

    def elapsed_min_at(self, moment: datetime) -> float:
        """Tell how long after the question a moment is [min]."""
        return (moment.astimezone(UTC) - self._departure_utc) / timedelta(minutes=1)

    def slot_indices_at(self, elapsed_min: FloatArray) -> NDArray[np.int64]:
        """Tell the slot at some times, as its place in `slots`."""
        return np.searchsorted(self.slot_changes_min, elapsed_min, side="right") % len(self.slots)

    def slot_at(self, elapsed_min: float) -> TimeSlot:
        """Tell the slot at one time."""
        return self.slots[int(self.slot_indices_at(np.array([elapsed_min]))[0])]

    def next_slot_change(self, elapsed_min: FloatArray) -> FloatArray:
        """Tell when the slot changes next; infinite where it does not."""
        every = np.append(self.slot_changes_min, np.inf)
        return np.asarray(every[np.searchsorted(self.slot_changes_min, elapsed_min, side="right")])


def _depends_on_slot(view: View) -> bool:
    return bool(view.risk_areas["holds"].isin(TIME_SLOTS).any())


def _get_slot_changes(view: View, first_day: str) -> list[datetime]:
    """Find when the slot changes in the days from one on, to the second."""
    return view.cache.get_or_compute(
        ("light", first_day), lambda: _find_slot_changes(view, datetime.fromisoformat(first_day))
    )


def _find_slot_changes(view: View, midnight: datetime) -> list[datetime]:
    start = midnight.replace(tzinfo=UTC)
    looks = [start + number * DAYLIGHT_STEP for number in range(DAYLIGHT_DAYS * 48)]
    slots = [_determine_slot(view, look) for look in looks]
    pairs = zip(pairwise(looks), pairwise(slots), strict=True)
    return [_bisect_slot_change(view, *times) for times, (one, other) in pairs if one != other]


def _bisect_slot_change(view: View, before: datetime, after: datetime) -> datetime:
    """Halve the time between two moments of different slots until a second is left."""
    old = _determine_slot(view, before)
    while after - before > ONE_SECOND:
        middle = before + ONE_SECOND * ((after - before) // ONE_SECOND // 2)
        if _determine_slot(view, middle) == old:
            before = middle
        else:
            after = middle
    return after


def _determine_slot(view: View, moment: datetime) -> TimeSlot:
    return view.slot(view.moment(moment.isoformat()))

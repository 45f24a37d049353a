"""
Planning clock: minutes since departure, and the changes between day and night slots.

Elapsed time is computed in UTC, so that daylight-saving changes do not alter durations.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from geo.errors import DateTimeRangeError
from geo.model import TIME_SLOTS, TimeSlot
from geo.network.street_network import FloatArray
from geo.privacy.view import View

PLANNING_HORIZON_DAYS = 14
"""Ours: a door that does not open within two weeks is no step of a route."""

DAYLIGHT_DAYS = (
    PLANNING_HORIZON_DAYS + 4
)  # covers the last visit, the return and a night of waiting
DAYLIGHT_STEP = timedelta(minutes=30)  # sampling interval of the slot; shorter nights are not found
ONE_SECOND = timedelta(seconds=1)
MINUTES_PER_DAY = 1440.0
FIRST_YEAR, LAST_YEAR = 1901, 2200  # opening hours and the sun are calculated within these years


class PlanningClock:
    """
    Minutes since the departure, and the time slot at each of them.

    Attributes
    ----------
    departure_time
        Moment of departure, with the community's time zone.
    horizon_min
        End of the planning period [min].
    slot_changes_min
        Times of slot changes [min], ascending; empty where no risk area holds by day or by
        night alone and no street has hours, as then nothing depends on the slot.
    slots
        Slot at departure, and the other slot where there are changes.
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
        elapsed = np.array([self.elapsed_min_at(change) for change in changes], dtype=np.float64)
        self.slot_changes_min: FloatArray = elapsed[elapsed > 0]

    def local_time_at(self, elapsed_min: float) -> datetime:
        """Return the local time at an elapsed time."""
        return (self._departure_utc + timedelta(minutes=elapsed_min)).astimezone(
            self.departure_time.tzinfo
        )

    def elapsed_min_at(self, moment: datetime) -> float:
        """Return the minutes from departure to a moment."""
        return (moment.astimezone(UTC) - self._departure_utc) / timedelta(minutes=1)

    def slot_indices_at(self, elapsed_min: FloatArray) -> NDArray[np.int64]:
        """Return the index in `slots` at each time."""
        return np.searchsorted(self.slot_changes_min, elapsed_min, side="right") % len(self.slots)

    def slot_at(self, elapsed_min: float) -> TimeSlot:
        """Return the slot at a time."""
        return self.slots[int(self.slot_indices_at(np.array([elapsed_min]))[0])]

    def next_slot_change(self, elapsed_min: FloatArray) -> FloatArray:
        """Return the time of the next slot change; infinite where there is none."""
        changes = np.append(self.slot_changes_min, np.inf)
        return np.asarray(
            changes[np.searchsorted(self.slot_changes_min, elapsed_min, side="right")]
        )


def check_departure_time(moment: datetime) -> None:
    """
    Check that opening hours and daylight can be calculated at a moment.

    Raises
    ------
    DateTimeRangeError
        If its year is before `FIRST_YEAR` or after `LAST_YEAR`.
    """
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        text = moment.isoformat(timespec="minutes")
        raise DateTimeRangeError(text=text, first=str(FIRST_YEAR), last=str(LAST_YEAR))


def _depends_on_slot(view: View) -> bool:
    if view.risk_areas["holds"].isin(TIME_SLOTS).any():
        return True
    return view.has_streets and bool(view.network.restrictions.has_hours.any())


def _get_slot_changes(view: View, first_day: str) -> list[datetime]:
    """Find the slot changes of the planning period, to the second."""
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
    """Bisect the interval between two moments of different slots down to a second."""
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

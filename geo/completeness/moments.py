"""Moments of departure for the day and the night of a working day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from geo.coverage.open_services import find_next_moment
from geo.model import TimeSlot
from geo.privacy.view import View

WORKING_DAY = "Tu"
"""Ours: a day whose neighbours are working days too, so that offices open on the next."""

HOURS: dict[TimeSlot, tuple[int, ...]] = {
    "day": (10, 12, 9, 14),
    "night": (22, 23, 20, 2, 0),
}
"""Tried in this order, ours: by day offices are open, by night there is a night before her."""


def find_moments(
    view: View, lights: Sequence[TimeSlot], at: datetime | None = None
) -> tuple[tuple[TimeSlot, datetime], ...]:
    """
    Find the moments of departure.

    Parameters
    ----------
    lights
        Those asked for; none: both, or that of `at`.
    at
        A moment of departure. With `lights` only its day counts. None: the next Tuesday.

    Returns
    -------
    moments
        One for each light that occurs on that day.
    """
    if at is not None and not lights:
        return ((view.slot(at), at),)
    day = find_next_moment(WORKING_DAY, "12:00", since=view.moment()) if at is None else at
    found = []
    for light in dict.fromkeys(lights or ("day", "night")):
        hours = (day.replace(hour=hour, minute=0, second=0, microsecond=0) for hour in HOURS[light])
        moment = next((one for one in hours if view.slot(one) == light), None)
        if moment is not None:
            found.append((light, moment))
    return tuple(found)

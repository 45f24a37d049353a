"""A moment of today that lies in the day or the night slot of a community."""

from __future__ import annotations

from datetime import datetime

from geo.model import TimeSlot
from geo.privacy.view import View

# Tried in this order: in most communities noon is day and midnight is night.
CANDIDATE_HOURS = (12, 0, 14, 22, 10, 2, 16, 20, 8, 4, 18, 6)


def find_time_in_slot(view: View, slot: TimeSlot | None) -> datetime:
    """
    Find a moment of today in a slot; now if the slot is None or does not occur today.

    Notes
    -----
    Beyond the polar circles there are days without night; the current moment is returned.
    """
    now = view.moment()
    if slot is None or view.slot(now) == slot:
        return now
    today = [now.replace(hour=hour, minute=0, second=0, microsecond=0) for hour in CANDIDATE_HOURS]
    return next((moment for moment in today if view.slot(moment) == slot), now)

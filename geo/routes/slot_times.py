"""A moment of today that is day, or night, in a community: for questions about either."""

from __future__ import annotations

from datetime import datetime

from geo.model import TimeSlot
from geo.privacy.view import View

# Asked in this order: most communities have light at noon and none at midnight.
CANDIDATE_HOURS = (12, 0, 14, 22, 10, 2, 16, 20, 8, 4, 18, 6)


def find_time_in_slot(view: View, slot: TimeSlot | None) -> datetime:
    """
    Give a moment of a slot; now, where None is asked, or where today has no such moment.

    Notes
    -----
    Beyond the polar circles there are days without night: then now is as good as any.
    """
    now = view.moment()
    if slot is None or view.slot(now) == slot:
        return now
    today = [now.replace(hour=hour, minute=0, second=0, microsecond=0) for hour in CANDIDATE_HOURS]
    return next((moment for moment in today if view.slot(moment) == slot), now)

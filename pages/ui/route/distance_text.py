"""Text of distances."""

from __future__ import annotations

from pages.ui import state

METRES_PER_KM = 1000  # metres; from here on distances are shown in kilometres


def format_distance(distance_m: float) -> str:
    """Format a distance in metres, from a thousand on in kilometres."""
    if distance_m < METRES_PER_KM:
        return state.gettext("show.metres", metres=round(distance_m, -1))
    return state.gettext("show.kilometres", kilometres=round(distance_m / METRES_PER_KM, 1))

"""The position of the visitor's device as the origin of a route or a plan."""

from __future__ import annotations

from pages.ui import state
from pages.ui.route import endpoints
from pages.ui.route.distance_text import format_distance
from pages.ui.widgets import display, location_button

# A position that may be wrong by more may lie on another street: blocks have about 100 m.
MAX_EXACT_M = 100.0


def show_current_location() -> None:
    """Show the button that takes the device's position as the origin, and how exact it is."""
    location_button.show_location_button(endpoints.select_device_position)
    start = endpoints.selected_start()
    if start is not None and (start.accuracy_m or 0.0) > MAX_EXACT_M:
        distance = format_distance(start.accuracy_m or 0.0)
        display.show_caption(state.gettext("location.inexact", distance=distance))

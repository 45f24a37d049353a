"""
Button that asks the visitor's phone where it is, once, for an origin.

The position comes from the browser by a component in `frontend/location`. It stays in the memory
of the session, as a touched location does: it is not stored, logged or put into the address.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.components import v1 as components

from pages.ui import state
from pages.ui.widgets import display

COMPONENT_FOLDER = Path(__file__).parents[3] / "frontend" / "location"
TURN_KEY = "location:turn"  # of the widgets: a new number forgets what the browser sent
MAX_NUMBER = 1e9  # larger ones are neither degrees nor metres on Earth
COORDINATE_DECIMALS = 5  # of a degree: a metre
FRAME_TEXTS = ("ask", "asking", "insecure", "refused", "unavailable", "timeout")
_component = components.declare_component("location", path=str(COMPONENT_FOLDER))


@dataclass(frozen=True)
class DevicePosition:
    """Position of a device: degrees, EPSG:4326, and the radius it may be wrong by [m]."""

    lat: float
    lon: float
    accuracy_m: float


PositionHandler = Callable[[DevicePosition], None]


def show_location_button(on_located: PositionHandler) -> None:
    """
    Show a button that explains what is asked, and there the button that asks.

    Parameters
    ----------
    on_located
        Called before the next run.
    """
    turn = st.session_state.get(TURN_KEY, 0)
    label = state.gettext("location.button")
    with st.popover(label, icon=":material/my_location:", key=f"where_{turn}", width="stretch"):
        display.show_text(state.gettext("location.about"))
        key = f"location_{turn}"
        _component(
            texts={name: state.gettext(f"location.{name}") for name in FRAME_TEXTS},
            lang=state.locale(),
            key=key,
            default=None,
            on_change=lambda: _hand_on(key, on_located),
        )


def _hand_on(key: str, on_located: PositionHandler) -> None:
    position = parse_position(st.session_state.get(key))
    st.session_state[TURN_KEY] = st.session_state.get(TURN_KEY, 0) + 1
    if position is not None:
        on_located(position)


def parse_position(sent: object) -> DevicePosition | None:
    """Parse what a browser sent; None where it is no position."""
    if not isinstance(sent, dict):
        return None
    lat, lon, accuracy_m = (_parse_number(sent.get(name)) for name in ("lat", "lon", "accuracy_m"))
    if lat is None or lon is None or accuracy_m is None:
        return None
    if abs(lat) > 90 or abs(lon) > 180 or accuracy_m < 0:
        return None
    return DevicePosition(
        round(lat, COORDINATE_DECIMALS), round(lon, COORDINATE_DECIMALS), accuracy_m
    )


def _parse_number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if -MAX_NUMBER < value < MAX_NUMBER else None  # not NaN either

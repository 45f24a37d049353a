"""Corners of a boundary drawn on the map, with undo."""

from __future__ import annotations

import streamlit as st

from geo.communities.boundary_drawing import MIN_CORNERS
from geo.layers.coordinate_text import LatLonPair
from pages.ui import state
from pages.ui.widgets import display

CORNERS_KEY = "place:corners"


def list_corners() -> list[LatLonPair]:
    """Return the corners so far, latitude and longitude [degrees]."""
    return list(st.session_state.get(CORNERS_KEY, []))


def add_corner(lat: float, lon: float) -> None:
    """Add a corner."""
    st.session_state[CORNERS_KEY] = [*list_corners(), (lat, lon)]


def remove_last_corner() -> None:
    """Remove the last corner."""
    st.session_state[CORNERS_KEY] = list_corners()[:-1]


def clear_corners() -> None:
    """Remove all corners."""
    st.session_state[CORNERS_KEY] = []


def show_corner_controls() -> bool:
    """Show the number of corners and the buttons; return whether Save was clicked."""
    count = len(list_corners())
    missing = max(0, MIN_CORNERS - count)
    display.show_text(
        state.ngettext("setup.corners_left" if missing else "setup.corners", missing or count)
    )
    display.show_caption(state.gettext("form.rule_corners", least=MIN_CORNERS))
    with st.container(key="corners", horizontal=True):
        st.button(
            state.gettext("setup.take_back"),
            icon=":material/undo:",
            key="take_back",
            disabled=not count,
            on_click=remove_last_corner,
        )
        save_clicked = st.button(
            state.gettext("setup.save"), type="primary", key="corners_save", disabled=missing > 0
        )
        st.button(
            state.gettext("setup.anew"),
            icon=":material/restart_alt:",
            type="tertiary",
            key="anew",
            disabled=not count,
            on_click=clear_corners,
        )
    return save_clicked

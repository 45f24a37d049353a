"""Corners of a boundary in the making: put by touch, taken back one by one."""

from __future__ import annotations

import streamlit as st

from geo.communities.boundary_drawing import MIN_CORNERS, LatLonPair
from pages.ui import state
from pages.ui.widgets import display

CORNERS_KEY = "place:corners"


def list_corners() -> list[LatLonPair]:
    """Give the corners put so far, latitude and longitude [degrees]."""
    return list(st.session_state.get(CORNERS_KEY, []))


def add_corner(lat: float, lon: float) -> None:
    """Put one more corner."""
    st.session_state[CORNERS_KEY] = [*list_corners(), (lat, lon)]


def remove_last_corner() -> None:
    """Take back the corner put last."""
    st.session_state[CORNERS_KEY] = list_corners()[:-1]


def clear_corners() -> None:
    """Begin anew."""
    st.session_state[CORNERS_KEY] = []


def show_corner_controls() -> bool:
    """Say how many there are, offer to take some back, and tell whether somebody wants to save."""
    count = len(list_corners())
    left = max(0, MIN_CORNERS - count)
    display.show_text(
        state.ngettext("setup.corners_left" if left else "setup.corners", left or count)
    )
    with st.container(key="corners", horizontal=True):
        st.button(
            state.gettext("setup.take_back"),
            icon=":material/undo:",
            key="take_back",
            disabled=not count,
            on_click=remove_last_corner,
        )
        save = st.button(
            state.gettext("setup.save"), type="primary", key="corners_save", disabled=left > 0
        )
        st.button(
            state.gettext("setup.anew"),
            icon=":material/restart_alt:",
            type="tertiary",
            key="anew",
            disabled=not count,
            on_click=clear_corners,
        )
    return save

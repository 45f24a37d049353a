"""Corners of a boundary in the making: put by touch, taken back one by one."""

from __future__ import annotations

import streamlit as st

from geo.communities.boundary_drawing import LEAST_CORNERS, Corner
from pages.ui import state
from pages.ui.widgets import display

CORNERS = "place:corners"


def corners() -> list[Corner]:
    """Give the corners put so far, latitude and longitude [degrees]."""
    return list(st.session_state.get(CORNERS, []))


def put(lat: float, lon: float) -> None:
    """Put one more corner."""
    st.session_state[CORNERS] = [*corners(), (lat, lon)]


def take_back() -> None:
    """Take back the corner put last."""
    st.session_state[CORNERS] = corners()[:-1]


def clear() -> None:
    """Begin anew."""
    st.session_state[CORNERS] = []


def ask_corners() -> bool:
    """Say how many there are, offer to take some back, and tell whether somebody wants to save."""
    count = len(corners())
    left = max(0, LEAST_CORNERS - count)
    display.text(state.say_plural("place.corners_left" if left else "place.corners", left or count))
    with st.container(key="corners", horizontal=True):
        st.button(
            state.say("place.take_back"),
            icon=":material/undo:",
            key="take_back",
            disabled=not count,
            on_click=take_back,
        )
        save = st.button(
            state.say("place.save"), type="primary", key="corners_save", disabled=left > 0
        )
        st.button(
            state.say("place.anew"),
            icon=":material/restart_alt:",
            type="tertiary",
            key="anew",
            disabled=not count,
            on_click=clear,
        )
    return save

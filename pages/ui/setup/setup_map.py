"""The map while a place is being set up: what it has already, and plain ground where nothing is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st
from streamlit_folium import st_folium

from geo.cartography.offline_map import canvas
from geo.privacy.view import View
from pages.ui import state
from pages.ui.widgets import map_view

REACH_DEGREES = 0.03  # from the middle of plain ground to its edge: about 3 km

Touched = Callable[[float, float], None]


def has_ground(view: View) -> bool:
    """Tell whether the place knows where it is: by its boundary, or by its streets."""
    return view.community.boundary is not None or view.has_streets


def show_ground(
    view: View,
    drawn: list[Any],
    *,
    key: str,
    middle: tuple[float, float] | None = None,
    touched: Touched | None = None,
) -> None:
    """
    Show the place's map; where it has no ground yet, plain ground around a middle.

    Parameters
    ----------
    drawn
        Layers, from the ground up.
    middle
        Latitude and longitude of plain ground [degrees]; without it nothing is shown there.
    touched
        As in `pages.ui.widgets.map_view.show_map`.
    """
    if has_ground(view):
        map_view.show_map(view, drawn, key=key, whole=True, touched=touched)
    elif middle is not None:
        _plain(view, middle, drawn, key=key, touched=touched)


def _plain(
    view: View,
    middle: tuple[float, float],
    drawn: list[Any],
    *,
    key: str,
    touched: Touched | None,
) -> None:
    lat, lon = middle
    around = (lon - REACH_DEGREES, lat - REACH_DEGREES, lon + REACH_DEGREES, lat + REACH_DEGREES)
    st_folium(
        canvas(around, view.community.slug, 0, state.say("show.no_streets")).steady(),
        key=key,
        height=map_view.HEIGHT,
        use_container_width=True,
        returned_objects=[] if touched is None else ["last_clicked"],
        feature_group_to_add=drawn,
        on_change=None if touched is None else lambda: _tell(key, touched),
    )


def _tell(key: str, touched: Touched) -> None:
    place = (st.session_state.get(key) or {}).get("last_clicked")
    if place is not None:
        touched(place["lat"], place["lng"])

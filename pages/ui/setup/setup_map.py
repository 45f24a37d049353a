"""The map while a place is being set up: what it has already, and plain ground where nothing is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st
from streamlit_folium import st_folium

from geo.cartography.offline_map import create_map
from geo.privacy.view import View
from pages.ui import state
from pages.ui.widgets import map_view

BLANK_MAP_RADIUS_DEG = 0.03  # from the middle of plain ground to its edge: about 3 km

ClickHandler = Callable[[float, float], None]


def has_extent(view: View) -> bool:
    """Tell whether the place knows where it is: by its boundary, or by its streets."""
    return view.community.boundary is not None or view.has_streets


def show_setup_map(
    view: View,
    layers: list[Any],
    *,
    key: str,
    centre: tuple[float, float] | None = None,
    on_click: ClickHandler | None = None,
) -> None:
    """
    Show the place's map; where it has no ground yet, plain ground around a middle.

    Parameters
    ----------
    layers
        Layers, from the ground up.
    centre
        Latitude and longitude of plain ground [degrees]; without it nothing is shown there.
    on_click
        As in `pages.ui.widgets.map_view.show_map`.
    """
    if has_extent(view):
        map_view.show_map(view, layers, key=key, full_extent=True, on_click=on_click)
    elif centre is not None:
        _show_blank_map(view, centre, layers, key=key, on_click=on_click)


def _show_blank_map(
    view: View,
    centre: tuple[float, float],
    layers: list[Any],
    *,
    key: str,
    on_click: ClickHandler | None,
) -> None:
    lat, lon = centre
    around = (
        lon - BLANK_MAP_RADIUS_DEG,
        lat - BLANK_MAP_RADIUS_DEG,
        lon + BLANK_MAP_RADIUS_DEG,
        lat + BLANK_MAP_RADIUS_DEG,
    )
    st_folium(
        create_map(
            around, view.community.slug, 0, state.gettext("show.no_streets")
        ).disable_double_click_zoom(),
        key=key,
        height=map_view.HEIGHT_PX,
        use_container_width=True,
        returned_objects=[] if on_click is None else ["last_clicked"],
        feature_group_to_add=layers,
        on_change=None if on_click is None else lambda: _dispatch_click(key, on_click),
    )


def _dispatch_click(key: str, on_click: ClickHandler) -> None:
    place = (st.session_state.get(key) or {}).get("last_clicked")
    if place is not None:
        on_click(place["lat"], place["lng"])

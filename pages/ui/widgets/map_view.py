"""The map on a screen: the only place that shows one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st
from streamlit_folium import st_folium

from geo.cartography.layers import Layer
from geo.cartography.map_extent import HEART, MOST, drawn_bounds, whole_bounds
from geo.cartography.offline_map import canvas
from geo.osm.attribution import attribution
from geo.privacy.view import View
from pages.ui import state

HEIGHT = 560  # px, until the style sheet gives the frame its place


def show_map(
    view: View,
    layers: Sequence[Layer],
    *,
    key: str,
    whole: bool = False,
    touched: Callable[[float, float], None] | None = None,
) -> None:
    """
    Show the community's map with layers on it.

    Parameters
    ----------
    layers
        Feature groups, from the ground up.
    whole
        True shows the whole community first; else the heart of what is drawn, and more of it
        where places are to be touched.
    touched
        Called before the next run with latitude and longitude of a place somebody touched.
        They stay in the visitor's session.
    """
    community = view.community
    base = canvas(
        whole_bounds(view) if whole else drawn_bounds(view, MOST if touched else HEART),
        community.slug,
        community.streets_version,
        attribution(community, state.locale()),
    )
    st_folium(
        base if touched is None else base.steady(),
        key=key,
        height=HEIGHT,
        use_container_width=True,
        returned_objects=[] if touched is None else ["last_clicked"],
        feature_group_to_add=list(layers),
        on_change=None if touched is None else lambda: _tell(key, touched),
    )


def _tell(key: str, touched: Callable[[float, float], None]) -> None:
    place = (st.session_state.get(key) or {}).get("last_clicked")
    if place is not None:
        touched(place["lat"], place["lng"])

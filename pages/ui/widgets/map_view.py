"""The Leaflet map on a screen: the only caller of `st_folium`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit_folium import st_folium

from geo.cartography.layers import MapLayer
from geo.cartography.map_extent import (
    CORE_SHARE,
    DATA_SHARE,
    MapBounds,
    data_bounds,
    opening_bounds,
)
from geo.cartography.offline_map import OfflineMap, create_map
from geo.osm.attribution import format_attribution
from geo.privacy.view import View
from pages.ui import state

ClickHandler = Callable[[float, float], None]  # latitude and longitude, EPSG:4326
HEIGHT_PX = 560  # px, until the style sheet sets the height


@dataclass(frozen=True)
class MapOpening:
    """
    Where a map opens.

    Attributes
    ----------
    bounds
        West, south, east, north [degrees]. None opens the map at the core of the data, or a larger
        part of it where the map takes clicks.
    number
        Another number opens the map anew at the same bounds, after somebody moved it.
    """

    bounds: MapBounds | None = None
    number: int = 0


DEFAULT_OPENING = MapOpening()


def complete_extent(view: View) -> MapOpening:
    """Open a map at the complete community."""
    return MapOpening(opening_bounds(view))


def show_map(
    view: View,
    layers: Sequence[MapLayer],
    *,
    key: str,
    opening: MapOpening = DEFAULT_OPENING,
    on_click: ClickHandler | None = None,
) -> None:
    """
    Show the community's map with layers on it.

    Parameters
    ----------
    layers
        Feature groups, the lowest first.
    opening
        Where the map opens.
    on_click
        Called before the next run with latitude and longitude of a click.
        They are stored in the visitor's session only.
    """
    community = view.community
    base = create_map(
        opening.bounds or data_bounds(view, DATA_SHARE if on_click else CORE_SHARE),
        community.slug,
        community.streets_version,
        format_attribution(community, state.locale()),
    )
    base.number_opening(opening.number)
    show_leaflet_map(
        base if on_click is None else base.disable_double_click_zoom(),
        layers,
        key=key,
        on_click=on_click,
    )


def show_leaflet_map(
    base: OfflineMap,
    layers: Sequence[MapLayer],
    *,
    key: str,
    on_click: ClickHandler | None = None,
) -> None:
    """Show a map with layers on it, on any base; `on_click` as in `show_map`."""
    st_folium(
        base,
        key=key,
        height=HEIGHT_PX,
        use_container_width=True,
        returned_objects=[] if on_click is None else ["last_clicked"],
        feature_group_to_add=list(layers),
        on_change=None if on_click is None else lambda: _dispatch_click(key, on_click),
    )


def _dispatch_click(key: str, on_click: ClickHandler) -> None:
    clicked = (st.session_state.get(key) or {}).get("last_clicked")
    if clicked is not None:
        on_click(clicked["lat"], clicked["lng"])

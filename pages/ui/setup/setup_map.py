"""The map while a community is set up: its layers, on an empty base where it has no extent."""

from __future__ import annotations

from typing import Any

from geo.cartography.map_extent import is_located
from geo.cartography.offline_map import create_map
from geo.privacy.view import View
from pages.ui import state
from pages.ui.widgets import map_view
from pages.ui.widgets.map_view import ClickHandler

BLANK_MAP_RADIUS_DEG = 0.03  # half a side of an empty base: about 3 km


def has_extent(view: View) -> bool:
    """Return whether the community has an extent: a boundary, or streets."""
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
    Show the community's map; where it has no extent yet, an empty base around a centre.

    Parameters
    ----------
    layers
        The lowest first.
    centre
        Latitude and longitude of the empty base [degrees]; without it the layers are shown, and
        nothing where there is none.
    on_click
        As in `pages.ui.widgets.map_view.show_map`.
    """
    if has_extent(view) or (centre is None and is_located(view)):
        opening = map_view.complete_extent(view)
        map_view.show_map(view, layers, key=key, opening=opening, on_click=on_click)
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
    bounds = (
        lon - BLANK_MAP_RADIUS_DEG,
        lat - BLANK_MAP_RADIUS_DEG,
        lon + BLANK_MAP_RADIUS_DEG,
        lat + BLANK_MAP_RADIUS_DEG,
    )
    base = create_map(bounds, view.community.slug, 0, state.gettext("show.no_streets"))
    map_view.show_leaflet_map(base.disable_double_click_zoom(), layers, key=key, on_click=on_click)

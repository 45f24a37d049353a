"""Where the map of drawing sessions opens: at what was drawn, at one group's, or at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st
from shapely.geometry.base import BaseGeometry

from geo.cartography.map_extent import MapBounds, opening_bounds, shape_bounds
from geo.privacy.view import View
from pages.ui import state
from pages.ui.drawing_sessions import session_list
from pages.ui.visitor import ensure_visitor
from pages.ui.widgets.map_view import MapOpening

OPENING_KEY = "drawing:opening"
EXTENT_ICONS = {"drawn": "zoom_in_map", "group": "person_pin_circle", "community": "zoom_out_map"}


@dataclass(frozen=True)
class SessionShapes:
    """Shapes that the map shows: of all groups together, and of the selected one."""

    all_groups: tuple[BaseGeometry, ...]
    selected_group: tuple[BaseGeometry, ...]


ShapeLister = Callable[[View], SessionShapes]


def current_opening(view: View, shapes: SessionShapes) -> MapOpening:
    """
    Return where the map opens; new marks do not move it.

    It opens at what was drawn, once something is, and afterwards where somebody pressed. Until
    then it shows the complete community.
    """
    opening: MapOpening | None = st.session_state.get(OPENING_KEY)
    if opening is None:
        opening = MapOpening(_find_bounds("drawn", view, shapes))
        if opening.bounds is None:  # nothing is drawn: the boundary shows where one may draw
            return MapOpening(opening_bounds(view))
        st.session_state[OPENING_KEY] = opening
    return opening


def show_extent_buttons(view: View, list_shapes: ShapeLister) -> None:
    """
    Show a button for each extent that the map can show.

    Parameters
    ----------
    list_shapes
        Lists the shapes of a view; called again when a button is pressed, because phones may have
        drawn since.
    """
    shapes = list_shapes(view)
    is_active = session_list.has_active_session(view)
    selected = session_list.selected_session(view)
    group = session_list.session_label(selected.code) if selected is not None else ""
    shown = {
        "drawn": is_active or _find_bounds("drawn", view, shapes) is not None,
        "group": is_active or _find_bounds("group", view, shapes) is not None,
    }
    if not any(shown.values()):
        return
    with st.container(horizontal=True, key="extents"):
        for extent, icon in EXTENT_ICONS.items():
            if shown.get(extent, True):
                st.button(
                    state.gettext(f"drawing_sessions.zoom_{extent}", group=group),
                    icon=f":material/{icon}:",
                    key=f"zoom_{extent}",
                    on_click=_open_at,
                    args=(extent, list_shapes),
                )


def _find_bounds(extent: str, view: View, shapes: SessionShapes) -> MapBounds | None:
    if extent == "community":
        return opening_bounds(view)
    if extent == "group":
        return shape_bounds(view, shapes.selected_group)
    return shape_bounds(view, (*shapes.all_groups, *shapes.selected_group))


def _open_at(extent: str, list_shapes: ShapeLister) -> None:
    with ensure_visitor():
        view = state.view()
        bounds = _find_bounds(extent, view, list_shapes(view))
    if bounds is None:
        st.toast(state.gettext("draw.list_empty"))
        return
    last: MapOpening = st.session_state.get(OPENING_KEY) or MapOpening()
    st.session_state[OPENING_KEY] = MapOpening(bounds, last.number + 1)

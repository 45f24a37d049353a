"""Where a place ends: drawn corner by corner, taken from a file, or all around a middle."""

from __future__ import annotations

import streamlit as st
from babel.dates import get_timezone_location
from shapely.geometry.base import BaseGeometry

from geo.cartography.layers import boundary_layer, corner_layer, outline_layer, view_layer
from geo.communities.boundary import bound_community
from geo.communities.boundary_drawing import Corner, ground_around, outline_of, read_centre
from geo.privacy.view import View
from pages.ui import state
from pages.ui.setup import area_choice, boundary_corners, completion_message, setup_map
from pages.ui.shell.layout import Screen
from pages.ui.widgets import inputs, uploads
from pages.ui.widgets.errors import show_error

WAYS = ("draw", "file", "around")
KM = (0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0, 10.0, 15.0, 20.0, 30.0)
FIRST_KM = 2.0
CENTRE = "boundary_centre"


def show_boundary(screen: Screen, view: View) -> None:
    """Ask for a boundary in one of three ways, show it, and save it."""
    with screen.ask, show_error():
        way = inputs.one_of(state.say("place.how"), WAYS, family="boundary_way", key="boundary_way")
    {"draw": _draw, "file": _take, "around": _around}[way](screen, view)


def _draw(screen: Screen, view: View) -> None:
    middle, known = None, setup_map.has_ground(view)
    if not known:
        with screen.ask, show_error():
            middle = _centre()
        if middle is None:
            with screen.ask:
                _ask_centre()
            return
    with screen.map, show_error():
        layers = [boundary_layer(view.community.boundary), corner_layer(boundary_corners.corners())]
        setup_map.show_ground(
            view, layers, key="boundary_map", middle=middle, touched=boundary_corners.put
        )
    with screen.say, show_error():
        if boundary_corners.ask_corners():
            _save(view, outline_of(boundary_corners.corners()))
        if not known:  # the map is what matters now
            _ask_centre()


def _take(screen: Screen, view: View) -> None:
    ground = None
    with screen.ask, show_error():
        file = uploads.ask_file("boundary", kinds=state.say("place.boundary_kinds"))
        if file is not None:
            with uploads.show_rows():
                ground = area_choice.ask_ground(file)
    _offer(screen, view, ground)


def _around(screen: Screen, view: View) -> None:
    ground = None
    with screen.ask, show_error():
        _ask_centre()
        km = st.select_slider(
            state.say("place.km"),
            KM,
            value=FIRST_KM,
            format_func=lambda km: state.say("place.km_is", km=km),
            key="boundary_km",
        )
        middle = _centre()
        if middle is not None:
            ground = ground_around(*middle, km=km)
    _offer(screen, view, ground)


def _offer(screen: Screen, view: View, ground: BaseGeometry | None) -> None:
    """Show what the boundary would be, and save it when somebody says so."""
    with screen.map, show_error():
        layers = [boundary_layer(view.community.boundary), outline_layer(ground)]
        if ground is not None:
            layers.append(view_layer(ground.bounds))
            centre = ground.centroid
            setup_map.show_ground(view, layers, key="boundary_seen", middle=(centre.y, centre.x))
        elif setup_map.has_ground(view):
            setup_map.show_ground(view, layers, key="boundary_seen")
    with screen.say, show_error():
        label = state.say("place.boundary_save")
        if ground is not None and st.button(
            label, type="primary", key="boundary_save", width="stretch"
        ):
            _save(view, ground)


def _ask_centre() -> None:
    like = state.say("place.centre_like")
    st.text_input(state.say("place.centre"), key=CENTRE, placeholder=like)
    st.caption(state.say("place.centre_how"))


def _centre() -> Corner | None:
    text = str(st.session_state.get(CENTRE, ""))
    return read_centre(text) if text.strip() else None


def _save(view: View, ground: BaseGeometry) -> None:
    community = bound_community(state.store(), view.community.slug, ground)
    boundary_corners.clear()
    uploads.forget("boundary")
    told = [state.say("place.boundary_saved")]
    if community.timezone is not None:
        where = get_timezone_location(community.timezone, locale=state.locale())
        told.append(state.say("place.timezone", zone=where))
    completion_message.tell(told)

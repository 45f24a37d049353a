"""Where a place ends: drawn corner by corner, taken from a file, or all around a middle."""

from __future__ import annotations

import streamlit as st
from babel.dates import get_timezone_location
from shapely.geometry.base import BaseGeometry
from streamlit.runtime.uploaded_file_manager import UploadedFile

from geo.exchange.boundary import read_boundary
from geo.exchange.bounding import bound_community
from geo.exchange.named_areas import NamedAreas, find_areas, named_areas
from geo.exchange.outline import Corner, ground_around, outline_of, read_centre
from geo.maps.layers import boundary_layer, corner_layer, outline_layer, view_layer
from geo.privacy.view import View
from pages.ui import ask, corners, place_map, setting_up, show, state, uploading
from pages.ui.faults import show_error
from pages.ui.frame import Screen

WAYS = ("draw", "file", "around")
KM = (0.5, 30.0, 2.0, 0.5)  # shortest, longest, first offered, step
CENTRE = "boundary_centre"


def show_boundary(screen: Screen, view: View) -> None:
    """Ask for a boundary in one of three ways, show it, and save it."""
    with screen.ask, show_error():
        way = ask.one_of(state.say("place.how"), WAYS, family="place.boundary", key="boundary_way")
    {"draw": _draw, "file": _take, "around": _around}[way](screen, view)


def _draw(screen: Screen, view: View) -> None:
    middle = None
    if not place_map.has_ground(view):
        known = _centre_written()
        # Asked first where nothing is known; then the map is what matters, and it steps below.
        with screen.say if known else screen.ask, show_error():
            middle = _ask_centre()
        if middle is None:
            return
    with screen.map, show_error():
        layers = [boundary_layer(view.community.boundary), corner_layer(corners.corners())]
        place_map.show_ground(
            view, layers, key="boundary_map", middle=middle, touched=corners.put
        )
    with screen.say, show_error():
        if corners.ask_corners():
            _save(view, outline_of(corners.corners()))


def _take(screen: Screen, view: View) -> None:
    ground = None
    with screen.ask, show_error():
        file = uploading.ask_file("boundary", kinds=state.say("place.boundary_kinds"))
        if file is not None:
            with uploading.show_rows():
                ground = _read(file)
    _offer(screen, view, ground)


def _around(screen: Screen, view: View) -> None:
    ground = None
    with screen.ask, show_error():
        middle = _ask_centre()
        least, most, first, step = KM
        km = st.slider(
            state.say("place.km"), least, most, first, step, key="boundary_km", format="%g km"
        )
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
            place_map.show_ground(
                view, layers, key="boundary_seen", middle=(centre.y, centre.x)
            )
        elif place_map.has_ground(view):
            place_map.show_ground(view, layers, key="boundary_seen")
    with screen.say, show_error():
        if ground is not None and _save_button(enabled=True):
            _save(view, ground)


def _read(file: UploadedFile) -> BaseGeometry | None:
    table = uploading.ask_table(file, "boundary")
    named = state.remember("areas", (file.file_id, table), lambda: _named(file, table))
    chosen = _ask_area(named) if named else None
    if named and chosen is None:
        return None
    where = None if chosen is None else (chosen.column, chosen.value)
    return state.remember("area", (file.file_id, table, where), lambda: _area(file, table, where))


def _named(file: UploadedFile, table: str | None) -> list[NamedAreas]:
    with uploading.as_file(file) as path:
        return named_areas(path, table=table)


def _area(
    file: UploadedFile, table: str | None, where: tuple[str, str] | None
) -> BaseGeometry:
    with uploading.as_file(file) as path:
        return read_boundary(path, where=where, table=table)


def _ask_area(named: list[NamedAreas]) -> NamedAreas | None:
    words = st.text_input(state.say("place.which_area"), key="area_words")
    found = find_areas(named, words)
    if words.strip() and not found:
        show.text(state.say("place.no_area", words=words))
    if not found:
        return None
    return st.radio(
        state.say("place.areas_found"),
        found,
        format_func=lambda one: state.say_plural(
            "place.area", one.areas, value=one.value, column=one.column
        ),
        key=f"area_{words}",
        label_visibility="collapsed",
    )


def _ask_centre() -> Corner | None:
    text = st.text_input(
        state.say("place.centre"), key=CENTRE, placeholder=state.say("place.centre_like")
    )
    st.caption(state.say("place.centre_how"))
    return read_centre(text) if text.strip() else None


def _save_button(enabled: bool) -> bool:
    return st.button(
        state.say("place.boundary_save"),
        type="primary",
        key="boundary_save",
        width="stretch",
        disabled=not enabled,
    )


def _save(view: View, ground: BaseGeometry) -> None:
    community = bound_community(state.store(), view.community.slug, ground)
    corners.clear()
    uploading.forget("boundary")
    told = [state.say("place.boundary_saved")]
    if community.timezone is not None:
        where = get_timezone_location(community.timezone, locale=state.locale())
        told.append(state.say("place.timezone", zone=where))
    setting_up.done(told)

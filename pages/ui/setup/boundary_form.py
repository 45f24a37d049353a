"""Boundary form: draw corners, upload a file, or buffer a centre point."""

from __future__ import annotations

from functools import partial

import streamlit as st
from babel.dates import get_timezone_location
from shapely.geometry.base import BaseGeometry

from geo.cartography.layers import boundary_layer, corner_layer, outline_layer, view_layer
from geo.communities.boundary import set_boundary
from geo.communities.boundary_drawing import (
    buffer_point,
    list_corner_errors,
    polygon_from_corners,
)
from geo.layers.coordinate_text import LatLonPair, parse_coordinates
from geo.parsing.limits import LAYER_LIMITS
from geo.privacy.view import View
from pages.ui import state
from pages.ui.setup import (
    area_choice,
    boundary_corners,
    completion_message,
    setup_map,
    setup_steps,
)
from pages.ui.shell.layout import ScreenPanels
from pages.ui.widgets import inputs, uploads
from pages.ui.widgets.errors import show_error
from pages.ui.widgets.form_checks import FormChecks

METHODS = ("draw", "file", "around")
RADII_KM = (0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0, 10.0, 15.0, 20.0, 30.0)
DEFAULT_RADIUS_KM = 2.0
CENTRE_KEY = "boundary_centre"


def show_boundary(screen: ScreenPanels, view: View) -> None:
    """Show the form for one of three methods, with a preview and Save."""
    with screen.input_panel, show_error():
        setup_steps.show_proposal_notice("replace")
        method = inputs.select_option(
            state.gettext("setup.how"), METHODS, family="boundary_method", key="boundary_method"
        )
    {"draw": _show_drawing, "file": _show_upload, "around": _show_radius}[method](screen, view)


def _show_drawing(screen: ScreenPanels, view: View) -> None:
    corners = boundary_corners.list_corners()
    centre, has_extent = None, setup_map.has_extent(view)
    if not has_extent:  # a centre that is mistyped later does not hide the corners
        with screen.input_panel:
            centre = _check_centre() or next(iter(corners), None)
        if centre is None:
            with screen.input_panel:
                _show_centre_input()
            return
    with screen.map_panel, show_error():
        layers = [
            boundary_layer(view.community.boundary),
            corner_layer(corners),
        ]
        setup_map.show_setup_map(
            view, layers, key="boundary_map", centre=centre, on_click=boundary_corners.add_corner
        )
    with screen.result_panel, show_error():
        if boundary_corners.show_corner_controls():
            checks = FormChecks()
            checks.errors += list_corner_errors(corners)
            if not checks.show_failures():
                _save_boundary(view, polygon_from_corners(corners))
        if not has_extent:  # below the map
            _show_centre_input()


def _show_upload(screen: ScreenPanels, view: View) -> None:
    area = None
    with screen.input_panel, show_error():
        file = uploads.show_joining_uploader(
            "boundary", label=state.gettext("setup.boundary_kinds"), limits=LAYER_LIMITS
        )
        if file is not None:
            with uploads.show_row_errors():
                area = area_choice.select_area(file)
    _show_preview(screen, view, area)


def _show_radius(screen: ScreenPanels, view: View) -> None:
    area = None
    with screen.input_panel, show_error():
        _show_centre_input()
        km = st.select_slider(
            state.gettext("setup.km"),
            RADII_KM,
            value=DEFAULT_RADIUS_KM,
            format_func=lambda km: state.gettext("setup.km_is", km=km),
            key="boundary_km",
        )
        centre = _check_centre()
        if centre is not None:
            area = buffer_point(*centre, radius_km=km)
    _show_preview(screen, view, area)


def _show_preview(screen: ScreenPanels, view: View, area: BaseGeometry | None) -> None:
    """Show a preview of the boundary, and a button that saves it."""
    with screen.map_panel, show_error():
        layers = [boundary_layer(view.community.boundary), outline_layer(area)]
        if area is not None:
            layers.append(view_layer(area.bounds))
            centre = area.centroid
            setup_map.show_setup_map(view, layers, key="boundary_seen", centre=(centre.y, centre.x))
        elif setup_map.has_extent(view):
            setup_map.show_setup_map(view, layers, key="boundary_seen")
    with screen.result_panel, show_error():
        label = state.gettext("setup.boundary_save")
        if area is not None and st.button(
            label, type="primary", key="boundary_save", width="stretch"
        ):
            _save_boundary(view, area)


def _show_centre_input() -> None:
    example = state.gettext("setup.centre_like")
    st.text_input(state.gettext("setup.centre"), key=CENTRE_KEY, placeholder=example)
    st.caption(state.gettext("form.rule_centre"))
    st.caption(state.gettext("setup.centre_how"))


def _check_centre() -> LatLonPair | None:
    """Parse the centre and show what is wrong with it; None also where nothing was typed."""
    text = str(st.session_state.get(CENTRE_KEY, ""))
    checks = FormChecks()
    centre = checks.run(partial(parse_coordinates, text)) if text.strip() else None
    checks.show_failures()
    return centre


def _save_boundary(view: View, area: BaseGeometry) -> None:
    community = state.with_store(set_boundary, view.community.slug, area)
    boundary_corners.clear_corners()
    uploads.discard_upload("boundary")
    if community is None:
        completion_message.rerun_with_message([state.gettext("import.proposed")])
        return
    messages = [state.gettext("setup.boundary_saved")]
    if community.timezone is not None:
        zone_name = get_timezone_location(community.timezone, locale=state.locale())
        messages.append(state.gettext("setup.timezone", zone=zone_name))
    completion_message.rerun_with_message(messages)

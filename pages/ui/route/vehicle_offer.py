"""Offer to calculate the time by vehicle, where a route or a leg on foot takes hours."""

from __future__ import annotations

import geopandas as gpd
import streamlit as st

from geo.cartography import palette
from geo.privacy.view import View
from geo.routes.planning import Location
from geo.routes.route import Route
from geo.support import plan_text, vehicle_trip
from geo.support.records import SupportPlan
from pages.ui import state
from pages.ui.cached_results import RouteSelection
from pages.ui.route.distance_text import format_distance
from pages.ui.support import inputs, stop_list
from pages.ui.widgets import display

REQUESTED_KEY = "way:vehicle"  # origin and destination for which somebody pressed


def load_trip(view: View, selection: RouteSelection) -> Route | None:
    """Find the trip by vehicle of a long route; None until somebody has asked for it."""
    origin, destination = selection.result.request.origin, _destination(selection)
    if not _is_offered(selection) or not _is_requested(selection):
        return None
    departure = selection.result.request.departure_time
    key = (view.community.layers_version, view.community.streets_version, origin, destination)
    return state.cache_in_session(
        "vehicle",
        (view.community.slug, *key, view.slot(departure)),
        lambda: vehicle_trip.find_vehicle_trip(view, origin, destination, departure),
    )


def build_lines(selection: RouteSelection | None, trip: Route | None) -> gpd.GeoDataFrame | None:
    """Build the lines of a trip for the map; None where there is none, or walking is as quick."""
    if selection is None or trip is None or not vehicle_trip.is_quicker(trip, selection.route):
        return None
    return vehicle_trip.build_trip_lines(trip)


def show_route_offer(selection: RouteSelection, trip: Route | None) -> None:
    """Show the offer for a long route, or the time by vehicle once it has been calculated."""
    if not _is_offered(selection):
        return
    if not _is_requested(selection):
        origin, destination = selection.result.request.origin, _destination(selection)
        _show_sentence(selection.route.minutes)
        st.button(
            state.gettext("vehicle.calculate"),
            icon=":material/directions_car:",
            key="by_vehicle",
            on_click=st.session_state.update,
            args=({REQUESTED_KEY: (origin, destination)},),
        )
        return
    if trip is None:
        return
    lines = build_lines(selection, trip)
    if lines is None:
        display.show_text(state.gettext("vehicle.not_quicker"))
        return
    span = plan_text.format_duration(trip.minutes, state.locale())
    distance = format_distance(trip.length_m)
    display.show_text(state.gettext_html("vehicle.takes", span=span, distance=distance))
    _show_legend(lines)
    display.show_caption(state.gettext("vehicle.about"))


def show_plan_offer(plan: SupportPlan) -> None:
    """
    Show the offer for a plan on foot with a long leg: it calculates the plan by vehicle.

    Of a plan by vehicle, show what the lines of the shown route mean.
    """
    if plan.request.travel_mode != "walk":
        route = stop_list.shown_route(plan)
        if route is not None:
            _show_legend(vehicle_trip.build_trip_lines(route))
        return
    routes = [*(stop.route for stop in plan.stops), plan.return_route]
    longest = max((route.minutes for route in routes if route is not None), default=0.0)
    if longest < vehicle_trip.LONG_WALK_MIN:
        return
    _show_sentence(longest)
    if st.button(
        state.gettext("vehicle.calculate"), icon=":material/directions_car:", key="by_vehicle"
    ):
        inputs.update_form(mode="vehicle")
        st.rerun()


def _show_legend(lines: gpd.GeoDataFrame) -> None:
    swatches = {"vehicle": palette.vehicle_swatch(), "vehicle_walk": palette.vehicle_walk_swatch()}
    rows = [
        ("line", swatch, state.gettext_html(f"vehicle.legend_{role}"))
        for role, swatch in swatches.items()
        if (lines["role"] == role).any()
    ]
    if rows:
        display.show_legend_rows(rows)


def _is_offered(selection: RouteSelection) -> bool:
    return selection.route.minutes >= vehicle_trip.LONG_WALK_MIN


def _is_requested(selection: RouteSelection) -> bool:
    requested = selection.result.request.origin, _destination(selection)
    return bool(st.session_state.get(REQUESTED_KEY) == requested)


def _show_sentence(minutes: float) -> None:
    span = plan_text.format_duration(minutes, state.locale())
    display.show_text(state.gettext_html("vehicle.long_walk", span=span))


def _destination(selection: RouteSelection) -> Location:
    """Return where the route leads: as requested, or where it ends at a service of the type."""
    requested, service = selection.result.request.destination, selection.result.service
    if isinstance(requested, Location):
        return requested
    assert service is not None  # noqa: S101 (a route to a type of service leads to one)
    point = service["geometry"].representative_point()
    return Location(point.y, point.x)

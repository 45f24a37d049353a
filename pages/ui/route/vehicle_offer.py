"""Offer to calculate the time by vehicle, where a route or a leg on foot takes hours."""

from __future__ import annotations

import streamlit as st

from geo.privacy.view import View
from geo.routes.planning import Location
from geo.routes.rounded_minutes import round_minutes_up
from geo.support import plan_text, vehicle_trip
from geo.support.records import SupportPlan
from pages.ui import state
from pages.ui.cached_results import RouteSelection
from pages.ui.route.distance_text import format_distance
from pages.ui.support import inputs
from pages.ui.widgets import display

REQUESTED_KEY = "way:vehicle"  # origin and destination for which somebody pressed


def show_route_offer(view: View, selection: RouteSelection) -> None:
    """Show the offer for a long route, or the time by vehicle once somebody has asked for it."""
    if selection.route.minutes < vehicle_trip.LONG_WALK_MIN:
        return
    origin, destination = selection.result.request.origin, _destination(selection)
    if st.session_state.get(REQUESTED_KEY) != (origin, destination):
        _show_sentence(selection.route.minutes)
        st.button(
            state.gettext("vehicle.calculate"),
            icon=":material/directions_car:",
            key="by_vehicle",
            on_click=st.session_state.update,
            args=({REQUESTED_KEY: (origin, destination)},),
        )
        return
    departure = selection.result.request.departure_time
    key = (view.community.layers_version, view.community.streets_version, origin, destination)
    trip = state.cache_in_session(
        "vehicle",
        (view.community.slug, *key, view.slot(departure)),
        lambda: vehicle_trip.find_vehicle_trip(view, origin, destination, departure),
    )
    if round_minutes_up(trip.minutes) >= round_minutes_up(selection.route.minutes):
        display.show_text(state.gettext("vehicle.not_quicker"))
        return
    span = plan_text.format_duration(trip.minutes, state.locale())
    distance = format_distance(trip.length_m)
    display.show_text(state.gettext_html("vehicle.takes", span=span, distance=distance))
    display.show_caption(state.gettext("vehicle.about"))


def show_plan_offer(plan: SupportPlan) -> None:
    """Show the offer for a plan on foot with a long leg: it calculates the plan by vehicle."""
    if plan.request.travel_mode != "walk":
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

"""Origin and destination of a route, selected on the map or by name."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from geo.errors import AmparoError
from geo.privacy.view import View
from geo.routes.place_names import name_location
from geo.routes.planning import Location, snap_location
from geo.routes.straight_distances import check_within_community
from pages.ui import state
from pages.ui.widgets.location_button import DevicePosition

START_KEY, END_KEY, ERROR_KEY = "way:start", "way:end", "way:fault"


@dataclass(frozen=True)
class Endpoint:
    """
    Origin or destination of a route.

    Attributes
    ----------
    name
        Name shown to people.
    location
        Coordinates; None where any service of `service_type` is a destination.
    service_id
        The `id` of the service at this location, or None.
    service_type
        Type of service to search for, or None.
    accuracy_m
        Radius within which a position that a device gave may be wrong [m]; None where it is exact.
    """

    name: str
    location: Location | None = None
    service_id: str | None = None
    service_type: str | None = None
    accuracy_m: float | None = None


def selected_start() -> Endpoint | None:
    """Return the origin; None until it is selected."""
    return st.session_state.get(START_KEY)


def selected_end() -> Endpoint | None:
    """Return the destination; None until it is selected."""
    return st.session_state.get(END_KEY)


def missing_endpoint() -> str:
    """Return which endpoint is missing: "start" or "end"; "other" if none is."""
    if selected_start() is None:
        return "start"
    return "end" if selected_end() is None else "other"


def pop_error() -> AmparoError | None:
    """Return the error of the last click on the map, and clear it."""
    error: AmparoError | None = st.session_state.pop(ERROR_KEY, None)
    return error


def set_endpoint(endpoint_key: str, endpoint: Endpoint | None) -> None:
    """Set or clear an endpoint, and reset the selected alternative."""
    st.session_state[endpoint_key] = endpoint
    for name in [name for name in st.session_state if str(name).startswith("choice_")]:
        del st.session_state[name]


def select_clicked_location(lat: float, lon: float) -> None:
    """
    Use a clicked location as the origin, or as the destination if only the origin is set.

    Without streets it is the origin always: no way leads to a destination.
    """
    is_end = selected_start() is not None and selected_end() is None and state.view().has_streets
    _set_clicked_endpoint(END_KEY if is_end else START_KEY, Location(lat, lon))


def select_clicked_start(lat: float, lon: float) -> None:
    """Use a clicked location as the origin; the destination stays."""
    set_endpoint(START_KEY, None)
    _set_clicked_endpoint(START_KEY, Location(lat, lon))


def select_device_position(position: DevicePosition) -> None:
    """Use the position of the visitor's device as the origin; the destination stays."""
    select_clicked_start(position.lat, position.lon)
    start = selected_start()
    if start is not None:
        name = state.gettext("location.here", metres=max(1, round(position.accuracy_m)))
        set_endpoint(START_KEY, replace(start, name=name, accuracy_m=position.accuracy_m))


def _set_clicked_endpoint(endpoint_key: str, location: Location) -> None:
    direction = "to" if endpoint_key == END_KEY else "from"
    try:
        set_endpoint(endpoint_key, endpoint_at(state.view(), location, direction))
    except AmparoError as error:
        st.session_state[ERROR_KEY] = error


def endpoint_at(view: View, location: Location, direction: str) -> Endpoint:
    """
    Create an endpoint at a location.

    Raises
    ------
    LocationOutsideError
        If it lies outside the community, or far from its streets.
    """
    if not view.has_streets:  # services are listed by straight line then
        check_within_community(view, location, endpoint=direction)
        return Endpoint(state.gettext("route.somewhere"), location)
    snap_location(view, location, endpoint=direction)
    location_name = name_location(view, location)
    return Endpoint(
        location_name.name or state.gettext("route.somewhere"),
        location,
        service_id=location_name.service_id,
    )


def endpoint_of_type(view: View, service_type: str) -> Endpoint:
    """Create an endpoint for a type of service: routes lead to the one of least cost."""
    candidates = view.services[
        (view.services["type"] == service_type)
        & view.services["name"].notna()
        & view.services.geometry.notna()
    ]
    name = (
        candidates["name"].iloc[0]
        if len(candidates) == 1
        else state.label_for("service_type", service_type)
    )
    return Endpoint(str(name), service_type=service_type)

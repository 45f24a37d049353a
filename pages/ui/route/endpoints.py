"""Where a way starts and where it leads, as the visitor chose: by touch, or by name."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from geo.errors import AmparoError
from geo.privacy.view import View
from geo.routes.place_names import name_location
from geo.routes.planning import Location, snap_location
from pages.ui import state

START_KEY, END_KEY, ERROR_KEY = "way:start", "way:end", "way:fault"


@dataclass(frozen=True)
class Endpoint:
    """
    One end of a way.

    Attributes
    ----------
    name
        What people call it.
    location
        Where it is; None where any service of a type will do.
    service_id
        The `id` of the service whose door it is, or None.
    service_type
        The type of service that is looked for, or None.
    """

    name: str
    location: Location | None = None
    service_id: str | None = None
    service_type: str | None = None


def selected_start() -> Endpoint | None:
    """Give the start, once it is chosen."""
    return st.session_state.get(START_KEY)


def selected_end() -> Endpoint | None:
    """Give the destination, once it is chosen."""
    return st.session_state.get(END_KEY)


def missing_endpoint() -> str:
    """Tell which end is still to be chosen: "start" or "end"; "other" if both are."""
    if selected_start() is None:
        return "start"
    return "end" if selected_end() is None else "other"


def pop_error() -> AmparoError | None:
    """Give what was wrong with the place touched last, once."""
    found: AmparoError | None = st.session_state.pop(ERROR_KEY, None)
    return found


def set_endpoint(endpoint_key: str, endpoint: Endpoint | None) -> None:
    """Choose an end, or forget it; the choice among ways begins anew."""
    st.session_state[endpoint_key] = endpoint
    for name in [name for name in st.session_state if str(name).startswith("choice_")]:
        del st.session_state[name]


def select_clicked_location(lat: float, lon: float) -> None:
    """Take a place that was touched: first as the start, then as the destination."""
    is_end = selected_start() is not None and selected_end() is None
    _set_clicked_endpoint(END_KEY if is_end else START_KEY, Location(lat, lon))


def select_clicked_start(lat: float, lon: float) -> None:
    """Take a place that was touched as the start; a destination chosen elsewhere stays."""
    set_endpoint(START_KEY, None)
    _set_clicked_endpoint(START_KEY, Location(lat, lon))


def _set_clicked_endpoint(endpoint_key: str, location: Location) -> None:
    direction = "to" if endpoint_key == END_KEY else "from"
    try:
        set_endpoint(endpoint_key, endpoint_at(state.view(), location, direction))
    except AmparoError as error:
        st.session_state[ERROR_KEY] = error


def endpoint_at(view: View, location: Location, direction: str) -> Endpoint:
    """
    Make an end of a place.

    Raises
    ------
    NoStreetsError, LocationOutsideError
        If no way can start or end there.
    """
    snap_location(view, location, endpoint=direction)
    named = name_location(view, location)
    return Endpoint(
        named.name or state.gettext("route.somewhere"), location, service_id=named.service_id
    )


def endpoint_of_type(view: View, service_type: str) -> Endpoint:
    """Make an end of a type of service: the one of least cost is taken."""
    alike = view.services[(view.services["type"] == service_type) & view.services["name"].notna()]
    name = (
        alike["name"].iloc[0] if len(alike) == 1 else state.label_for("service_type", service_type)
    )
    return Endpoint(str(name), service_type=service_type)

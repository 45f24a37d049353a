"""Form of one service: new, or corrected; its place is pressed on the map, typed, or absent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from geo.cartography.layers import MapLayer, boundary_layer, corner_layer, service_layer
from geo.cartography.opening_text import describe_service_hours
from geo.errors import CoordinateError, ServiceDoubtsError
from geo.imports.service_editing import add_service, edit_service
from geo.imports.service_entry import ENTRY_FIELDS, ServiceEntry, format_coordinates
from geo.layers.coordinate_text import parse_coordinates
from geo.layers.schema import MAX_ENTRY_LENGTH
from geo.layers.written_hours import MAX_HOURS_LENGTH
from geo.model import SERVICE_TYPES
from geo.privacy.view import View
from pages.ui import state
from pages.ui.setup import completion_message, setup_map
from pages.ui.shell.layout import ScreenPanels
from pages.ui.widgets import contacts, display, inputs
from pages.ui.widgets.errors import show_error, show_error_message

# Fields of text, and how many characters each takes.
TEXT_FIELDS = {
    "name": MAX_ENTRY_LENGTH,
    "phone": MAX_ENTRY_LENGTH,
    "gateway": MAX_ENTRY_LENGTH,
    "opening_hours": MAX_HOURS_LENGTH,
    "address": MAX_ENTRY_LENGTH,
}
PLACE_KINDS = ("map", "none")
STATEMENTS: dict[str, bool | None] = {"unsaid": None, "yes": True, "no": False}
NEW = "service_new"  # prefix of the keys of a new service; a stored one has its id
DOUBT_KEY = "service:doubted"  # prefix, entry and error of what may be a mistake
SaveFunction = Callable[[ServiceEntry, bool], list[str]]  # entry, whether doubts are accepted


def show_new_service(screen: ScreenPanels, view: View) -> None:
    """Show the form of a new service."""

    def save(entry: ServiceEntry, accepts_doubts: bool) -> list[str]:
        added = state.with_store(
            add_service, view.community.slug, entry, accepts_doubts=accepts_doubts
        )
        return [state.gettext("setup.service_saved" if added else "setup.placeless_known")]

    _show_form(screen, view, NEW, ServiceEntry("health"), save)


def show_correction(screen: ScreenPanels, view: View, service: dict[str, Any]) -> None:
    """Show the form that corrects a service; what is not changed stays as it is stored."""
    current = make_entry(service)

    def save(entry: ServiceEntry, accepts_doubts: bool) -> list[str]:
        changes = {
            name: getattr(entry, name)
            for name in ENTRY_FIELDS
            if getattr(entry, name) != getattr(current, name)
        }
        if not changes:
            return [state.gettext("setup.service_same")]
        state.with_store(
            edit_service,
            view.community.slug,
            service["id"],
            changes,
            accepts_doubts=accepts_doubts,
        )
        return [state.gettext("setup.service_corrected")]

    _show_form(screen, view, f"service_{service['id']}", current, save)


def make_entry(service: dict[str, Any]) -> ServiceEntry:
    """Make the entry that a stored service was saved from."""
    texts = {name: display.cell_text(service.get(name)) or "" for name in TEXT_FIELDS}
    stated = True if service["confidential"] else False if service["public"] else None
    place = service["geometry"]
    return ServiceEntry(
        str(service["type"]),
        **texts,
        coordinates="" if pd.isna(place) else format_coordinates(place),
        confidential=stated,
    )


def _show_form(
    screen: ScreenPanels, view: View, prefix: str, current: ServiceEntry, save: SaveFunction
) -> None:
    has_place, entry = True, current
    with screen.input_panel, show_error():
        kind = _select_kind(prefix, current)
        texts = {name: _show_text_field(name, prefix, current) for name in TEXT_FIELDS}
        has_place = _select_has_place(prefix, current)
        coordinates = _show_coordinates(prefix, current) if has_place else ""
        statement = _select_statement(prefix, current)
        entry = ServiceEntry(kind, **texts, coordinates=coordinates, confidential=statement)
    with screen.map_panel, show_error():
        layers = _map_layers(view, str(st.session_state.get(f"{prefix}_coordinates", "")))
        setup_map.show_setup_map(
            view,
            layers,
            key="service_map",
            on_click=(lambda lat, lon: _set_place(prefix, lat, lon)) if has_place else None,
        )
    with screen.result_panel, show_error():  # below the map on a phone
        _show_save(prefix, entry, save)


def _select_kind(prefix: str, current: ServiceEntry) -> str:
    return st.selectbox(
        state.gettext("setup.kind_of_service"),
        SERVICE_TYPES,
        index=SERVICE_TYPES.index(current.type),
        format_func=lambda code: state.label_for("service_type", code),
        key=f"{prefix}_type",
    )


def _show_text_field(name: str, prefix: str, current: ServiceEntry) -> str:
    """Show a field with its rules, and below hours and telephones what they are read as."""
    text: str = st.text_input(
        state.gettext(f"setup.service_{name}"),
        str(getattr(current, name)),
        key=f"{prefix}_{name}",
        max_chars=TEXT_FIELDS[name],
    )
    rule: Markup | str = state.gettext(f"setup.service_rule_{name}")
    if name == "opening_hours" and text.strip():
        hours = describe_service_hours(text, state.locale())
        rule = (
            state.gettext("setup.hours_read", hours=hours.detail or hours.text)
            if hours.is_known
            else state.gettext("setup.hours_unread")
        )
    elif name == "phone" and text.strip():
        rule = contacts.phone_html(text)
    display.show_caption(rule)
    return text


def _select_has_place(prefix: str, current: ServiceEntry) -> bool:
    default = "none" if prefix != NEW and not current.coordinates else "map"
    chosen = inputs.select_option(
        state.gettext("setup.service_place"),
        PLACE_KINDS,
        family="service_place",
        key=f"{prefix}_place",
        default=default,
    )
    if chosen == "none":
        display.show_caption(state.gettext("setup.about_placeless"))
    return chosen == "map"


def _show_coordinates(prefix: str, current: ServiceEntry) -> str:
    key = f"{prefix}_coordinates"
    st.session_state.setdefault(key, current.coordinates)
    text = st.text_input(state.gettext("setup.service_coordinates"), key=key)
    display.show_caption(state.gettext("setup.service_rule_coordinates"))
    return text


def _select_statement(prefix: str, current: ServiceEntry) -> bool | None:
    display.show_text(state.gettext("setup.service_disclosure"))
    default = next(name for name, value in STATEMENTS.items() if value is current.confidential)
    chosen = inputs.select_option(
        state.gettext("setup.service_disclosure"),
        list(STATEMENTS),
        family="service_disclosure",
        key=f"{prefix}_disclosure",
        default=default,
    )
    display.show_caption(state.gettext(f"setup.service_rule_{chosen}"))
    return STATEMENTS[chosen]


def _show_save(prefix: str, entry: ServiceEntry, save: SaveFunction) -> None:
    """Show Save; what may be a mistake is said, and saved by a second press."""
    known_prefix, known_entry, error = st.session_state.get(DOUBT_KEY, (None, None, None))
    is_doubted = (known_prefix, known_entry) == (prefix, entry)
    if is_doubted:
        show_error_message(error)
    label = "setup.service_save_anyway" if is_doubted else "setup.placeless_save"
    if not st.button(state.gettext(label), type="primary", key="service_save", width="stretch"):
        return
    try:
        lines = save(entry, is_doubted)
    except ServiceDoubtsError as doubts:
        st.session_state[DOUBT_KEY] = (prefix, entry, doubts)
        st.rerun()
    _forget_form(prefix)
    completion_message.rerun_with_message(lines)


def _forget_form(prefix: str) -> None:
    st.session_state.pop(DOUBT_KEY, None)
    for name in [name for name in st.session_state if str(name).startswith(f"{prefix}_")]:
        del st.session_state[name]


def _set_place(prefix: str, lat: float, lon: float) -> None:
    st.session_state[f"{prefix}_coordinates"] = f"{round(lat, 6)},{round(lon, 6)}"


def _map_layers(view: View, coordinates: str) -> list[MapLayer]:
    layers = [boundary_layer(view.community.boundary), service_layer(view.services, labels=False)]
    try:
        return [*layers, corner_layer([parse_coordinates(coordinates)] if coordinates else [])]
    except CoordinateError:  # it is said when the service is saved
        return layers

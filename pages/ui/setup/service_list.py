"""List of the services: find one, and correct, confirm or delete it; bring deleted ones back."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import streamlit as st
from babel.dates import format_date
from markupsafe import Markup

from geo.cartography.layers import boundary_layer, service_layer, view_layer
from geo.cartography.service_contact import list_contact_lines
from geo.imports.service_editing import confirm_service, delete_service, restore_service
from geo.layers.name_search import find_names
from geo.privacy.removed_services import list_removed_services
from geo.privacy.view import View
from pages.ui import state
from pages.ui.setup import completion_message, service_form, setup_map
from pages.ui.shell.layout import ScreenPanels
from pages.ui.visitor import current_visitor
from pages.ui.widgets import contacts, display, labels
from pages.ui.widgets.errors import show_error

EDITED_KEY, DELETED_KEY = "service:edited", "service:deleted"  # ids
SEARCHED_FIELDS = ("name", "phone", "gateway")
MAX_SHOWN = 6
VIEW_MARGIN_DEG = 0.004  # from a service to the edge of the map view: about 450 m


def show_service_list(screen: ScreenPanels, view: View) -> None:
    """Show the search, the services found, and what can be done with the chosen one."""
    services = list_editable(view)
    edited = services[services["id"] == st.session_state.get(EDITED_KEY)]
    if len(edited):
        with screen.input_panel, show_error():
            st.button(state.gettext("setup.service_leave"), key="service_leave", on_click=_leave)
        service_form.show_correction(screen, view, _record(edited))
        return
    chosen = services.iloc[:0]
    with screen.input_panel, show_error():
        chosen = _select_service(services)
        if len(chosen):
            _show_card(_record(chosen))
            _show_actions(view, _record(chosen))
    with screen.map_panel, show_error():
        layers = [boundary_layer(view.community.boundary)]
        layers.append(service_layer(services, chosen=chosen["id"].iloc[0] if len(chosen) else None))
        if len(chosen) and chosen.geometry.iloc[0] is not None:
            layers.append(view_layer(chosen.geometry.iloc[0].buffer(VIEW_MARGIN_DEG).bounds))
        setup_map.show_setup_map(view, layers, key="service_list_map")
    with screen.result_panel, show_error():
        _show_removed(view)


def list_editable(view: View) -> gpd.GeoDataFrame:
    """List the services that are shown as they are stored: a redacted one cannot be corrected."""
    services = view.services
    if view.audience == "coordinator":
        return services
    return services[~services["confidential"].astype(bool)].reset_index(drop=True)


def _record(service: gpd.GeoDataFrame) -> dict[str, Any]:
    return {str(name): value for name, value in service.iloc[0].items()}


def _select_service(services: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    if current_visitor().role == "coordinator" and state.audience() != "coordinator":
        display.show_caption(state.gettext("setup.services_reserved"))
    text = st.text_input(state.gettext("setup.service_search"), key="service_search")
    found = find_matches(services, text)
    if found.empty:
        display.show_text(state.gettext("setup.service_none"))
        return found
    options = {str(one["id"]): _format_option(one) for one in map(_record, _split(found))}
    chosen = st.radio(
        state.gettext("setup.service_choose"),
        list(options),
        index=None if len(found) > 1 else 0,
        format_func=options.__getitem__,
        key=f"service_of_{text}",
        label_visibility="collapsed",
    )
    if len(found) > MAX_SHOWN:
        display.show_caption(state.ngettext("setup.service_more", len(found) - MAX_SHOWN))
    return found[found["id"] == chosen]


def find_matches(services: gpd.GeoDataFrame, text: str) -> gpd.GeoDataFrame:
    """Find the services that hold every word of a text; all of them where nothing is typed."""
    if not text.strip():
        return services
    columns = [
        [state.label_for("service_type", code) for code in services["type"]],
        *([display.cell_text(cell) or "" for cell in services[name]] for name in SEARCHED_FIELDS),
    ]
    rows = [" ".join(row) for row in zip(*columns, strict=True)]
    found = set(find_names(rows, text))
    return services[np.array([row in found for row in rows], dtype=bool)]


def _split(services: gpd.GeoDataFrame) -> list[gpd.GeoDataFrame]:
    return [services.iloc[[n]] for n in range(min(len(services), MAX_SHOWN))]


def _format_option(row: dict[str, Any]) -> str:
    name = display.cell_text(row["name"]) or state.gettext("setup.unnamed")
    kind = state.label_for("service_type", row["type"])
    return f"{labels.escape_markdown(name)} :gray[{kind}]"


def _show_card(service: dict[str, Any]) -> None:
    lines = [contacts.line_html(one) for one in list_contact_lines(service, state.locale())]
    lines.append(Markup("{}").format(_format_verified(service["verified_on"])))
    items = Markup("").join(Markup("<li>{}</li>").format(line) for line in lines)
    st.html(str(Markup('<ul class="card">{}</ul>').format(items)))


def _format_verified(verified_on: object) -> str:
    day = pd.to_datetime(str(verified_on), format="%Y-%m-%d", errors="coerce")
    if pd.isna(day):
        return state.gettext("setup.service_unverified")
    return state.gettext("setup.service_verified", day=format_date(day, locale=state.locale()))


def _show_actions(view: View, service: dict[str, Any]) -> None:
    slug, service_id = view.community.slug, service["id"]
    if st.session_state.get(DELETED_KEY) == service_id:
        _confirm_deletion(view, service_id)
        return
    with st.container(key="service_actions", horizontal=True):
        st.button(
            state.gettext("setup.service_edit"),
            type="primary",
            key="service_edit",
            on_click=_remember,
            args=(EDITED_KEY, service_id),
        )
        if st.button(state.gettext("setup.service_confirm"), key="service_confirm"):
            day = state.with_store(confirm_service, slug, service_id)
            role = state.label_for("role", current_visitor().role)
            shown = format_date(day, locale=state.locale())
            completion_message.rerun_with_message(
                [state.gettext("setup.service_confirmed", day=shown, role=role)]
            )
        st.button(
            state.gettext("setup.service_delete"),
            type="tertiary",
            key="service_delete",
            on_click=_remember,
            args=(DELETED_KEY, service_id),
        )


def _confirm_deletion(view: View, service_id: str) -> None:
    display.show_text(state.gettext("setup.service_delete_ask"))
    with st.container(key="service_deletion", horizontal=True):
        if st.button(
            state.gettext("setup.service_delete_yes"), type="primary", key="service_delete_yes"
        ):
            state.with_store(delete_service, view.community.slug, service_id)
            _forget(DELETED_KEY)
            completion_message.rerun_with_message([state.gettext("setup.service_deleted")])
        label = state.gettext("setup.service_delete_no")
        st.button(label, key="service_delete_no", on_click=_forget, args=(DELETED_KEY,))


def _show_removed(view: View) -> None:
    removed = state.with_store(list_removed_services, view.community.slug, view.audience)
    if removed.empty:
        return
    with st.expander(state.ngettext("setup.service_removed", len(removed))):
        for row in removed.to_dict("records"):
            name = display.cell_text(row["name"]) or state.gettext("setup.unnamed")
            kind = state.label_for("service_type", row["type"])
            label = state.gettext("setup.service_restore", name=labels.escape_markdown(name))
            if st.button(label, key=f"restore_{row['id']}", help=kind, width="stretch"):
                state.with_store(restore_service, view.community.slug, row["id"])
                completion_message.rerun_with_message([state.gettext("setup.service_restored")])


def _remember(key: str, service_id: str) -> None:
    st.session_state[key] = service_id


def _forget(key: str) -> None:
    st.session_state.pop(key, None)


def _leave() -> None:
    _forget(EDITED_KEY)

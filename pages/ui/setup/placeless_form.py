"""Form for a service without a place: a phone line, or a shelter with its gateway."""

from __future__ import annotations

import streamlit as st

from geo.imports.placeless_services import PlacelessService, add_placeless_service
from geo.model import SERVICE_TYPES
from geo.privacy.view import View
from pages.ui import map_layers, state
from pages.ui.setup import completion_message, setup_map
from pages.ui.setup.candidate_corrections import MAX_TEXT_LENGTH
from pages.ui.shell.layout import ScreenPanels
from pages.ui.widgets import display
from pages.ui.widgets.errors import show_error

TEXT_FIELDS = ("name", "phone", "gateway", "opening_hours")
DEFAULT_TYPE = "phone_line"


def show_placeless_form(screen: ScreenPanels, view: View) -> None:
    """Show the form beside the map of the services, and add the service when it is saved."""
    with screen.input_panel, show_error():
        display.show_text(state.gettext("setup.about_placeless"))
        service = _read_service()
        if st.button(state.gettext("setup.placeless_save"), type="primary", key="placeless_save"):
            is_new = state.with_store(add_placeless_service, view.community.slug, service)
            for field in TEXT_FIELDS:
                st.session_state.pop(f"placeless_{field}", None)
            key = "setup.placeless_saved" if is_new else "setup.placeless_known"
            completion_message.rerun_with_message([state.gettext(key)])
    with screen.map_panel, show_error():
        layers = map_layers.community_layers(view, None, ("services",))
        setup_map.show_setup_map(view, layers, key="placeless_map")


def _read_service() -> PlacelessService:
    kind = st.selectbox(
        state.gettext("setup.kind_of_service"),
        SERVICE_TYPES,
        index=SERVICE_TYPES.index(DEFAULT_TYPE),
        format_func=lambda code: state.label_for("service_type", code),
        key="placeless_type",
    )
    texts = {
        field: st.text_input(
            state.gettext(f"setup.service_{field}"),
            key=f"placeless_{field}",
            max_chars=MAX_TEXT_LENGTH,
        )
        for field in TEXT_FIELDS
    }
    is_confidential = st.checkbox(
        state.gettext("setup.service_confidential"), key="placeless_confidential"
    )
    return PlacelessService(kind, **texts, confidential=is_confidential or None)

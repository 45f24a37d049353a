"""Review of service candidates from OpenStreetMap, one card at a time."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import streamlit as st
from markupsafe import Markup

from geo.cartography.layers import boundary_layer, service_layer, view_layer
from geo.cartography.service_contact import list_contact_lines
from geo.imports.service_candidates import (
    CandidateCorrections,
    accept_service_candidate,
    refuse_service_candidate,
)
from geo.privacy.view import View
from pages.ui import state
from pages.ui.setup import (
    bulk_review,
    candidate_corrections,
    layer_upload,
    service_form,
    service_list,
    setup_map,
)
from pages.ui.shell.layout import ScreenPanels
from pages.ui.widgets import contacts, display, inputs
from pages.ui.widgets.errors import show_error

POSTPONED_KEY = "place:later"
METHODS = ("cards", "list", "form", "file")
VIEW_MARGIN_DEG = 0.004  # from a service to the edge of the map view: about 450 m


def show_candidates(screen: ScreenPanels, view: View) -> None:
    """Show the candidates for review, the upload of a file, or the form of one service."""
    method = "file"
    found = {"cards": len(view.candidates), "list": len(view.services), "file": True}
    with screen.input_panel, show_error():
        method = inputs.select_option(
            state.gettext("setup.how"),
            METHODS if found["cards"] else METHODS[1:],
            family="candidates_method",
            key="candidates_method",
            default=next(name for name, count in found.items() if count),
        )
    if method == "file":
        layer_upload.show_layer_step(screen, view)
    elif method == "form":
        service_form.show_new_service(screen, view)
    elif method == "list":
        service_list.show_service_list(screen, view)
    else:
        _show_card(screen, view)


def _show_card(screen: ScreenPanels, view: View) -> None:
    postponed = st.session_state.setdefault(POSTPONED_KEY, [])
    open_candidates = view.candidates[~view.candidates["osm_id"].isin(postponed)]
    card = None if open_candidates.empty else open_candidates.iloc[[0]]
    with screen.map_panel, show_error():
        layers = [boundary_layer(view.community.boundary), *_card_layers(view, card)]
        setup_map.show_setup_map(view, layers, key="door_map")
    if card is None:
        with screen.result_panel, show_error():
            display.show_text(state.ngettext("setup.later_left", len(view.candidates)))
            bulk_review.show_bulk_acceptance(view)
            st.button(state.gettext("setup.later_again"), key="again", on_click=_clear_postponed)
        return
    candidate = {str(name): value for name, value in card.iloc[0].items()}
    corrections = candidate_corrections.current_corrections(candidate)
    with screen.input_panel, show_error():
        _show_candidate(candidate, corrections, corrections.type or candidate["type"])
    with screen.result_panel, show_error():
        _show_card_actions(view, candidate["osm_id"], corrections)
        candidate_corrections.show_correction_form(candidate)
        bulk_review.show_bulk_acceptance(view)
        display.show_caption(state.ngettext("setup.card_left", len(open_candidates)))


def _show_card_actions(view: View, osm_id: str, corrections: CandidateCorrections) -> None:
    with st.container(key="card_answers", horizontal=True):
        if st.button(state.gettext("setup.yes"), type="primary", key="yes"):
            state.with_store(accept_service_candidate, view, osm_id, corrections=corrections)
            st.rerun()
        if st.button(state.gettext("setup.no"), key="no"):
            state.with_store(refuse_service_candidate, view, osm_id)
            st.rerun()
        label = state.gettext("setup.later")
        st.button(label, type="tertiary", key="later", on_click=_postpone, args=(osm_id,))


def _show_candidate(
    candidate: dict[str, Any], corrections: CandidateCorrections, service_type: str
) -> None:
    name = (
        corrections.name
        or candidate_corrections.cell_text(candidate["name"])
        or state.gettext("setup.unnamed")
    )
    cells = {**candidate, "phone": corrections.phone or candidate["phone"]}
    lines = list_contact_lines(cells, state.locale())
    items = Markup("<li>{}</li>").format(state.label_for("service_type", service_type))
    items += Markup("").join(Markup("<li>{}</li>").format(contacts.line_html(one)) for one in lines)
    st.html(str(Markup('<h2>{}</h2><ul class="card">{}</ul>').format(name, items)))


def _card_layers(view: View, card: gpd.GeoDataFrame | None) -> list[Any]:
    if card is None:
        return [service_layer(view.candidates.rename(columns={"osm_id": "id"}), labels=False)]
    service = card.rename(columns={"osm_id": "id"})
    point = service.geometry.iloc[0]
    bounds = point.buffer(VIEW_MARGIN_DEG).bounds
    return [service_layer(service, chosen=service["id"].iloc[0]), view_layer(bounds)]


def _postpone(osm_id: str) -> None:
    st.session_state[POSTPONED_KEY] = [*st.session_state.get(POSTPONED_KEY, []), osm_id]


def _clear_postponed() -> None:
    st.session_state[POSTPONED_KEY] = []

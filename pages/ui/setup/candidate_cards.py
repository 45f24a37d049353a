"""Doors that the streets' file named, one card at a time: people say which ones help."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import streamlit as st
from markupsafe import Markup

from geo.cartography.layers import boundary_layer, door_layer, view_layer
from geo.cartography.opening_text import hours_in_words
from geo.imports.service_candidates import Known, accept, refuse
from geo.privacy.view import View
from geo.store.actor import actor
from pages.ui import state
from pages.ui.setup import candidate_corrections, layer_upload, setup_map
from pages.ui.shell.layout import Screen
from pages.ui.widgets import display, inputs
from pages.ui.widgets.errors import show_error

LATER = "place:later"
WAYS = ("cards", "file")
AROUND_DEGREES = 0.004  # from a door to the edge of what is shown: about 450 m


def show_doors(screen: Screen, view: View) -> None:
    """Ask about the doors the streets' file named, or for a file of doors."""
    way = "file"
    with screen.ask, show_error():
        if len(view.candidates):
            way = inputs.one_of(state.say("place.how"), WAYS, family="doors_way", key="doors_way")
    if way == "file":
        layer_upload.show_layer(screen, view)
    else:
        _show_card(screen, view)


def _show_card(screen: Screen, view: View) -> None:
    later = st.session_state.setdefault(LATER, [])
    still_open = view.candidates[~view.candidates["osm_id"].isin(later)]
    card = None if still_open.empty else still_open.iloc[[0]]
    with screen.map, show_error():
        layers = [boundary_layer(view.community.boundary), *_on_map(view, card)]
        setup_map.show_ground(view, layers, key="door_map")
    if card is None:
        with screen.say, show_error():
            display.text(state.say_plural("place.later_left", len(view.candidates)))
            st.button(state.say("place.later_again"), key="again", on_click=_again)
        return
    door = {str(name): value for name, value in card.iloc[0].items()}
    known = candidate_corrections.known(door)
    with screen.ask, show_error():
        _tell(door, known, known.type or door["type"])
    with screen.say, show_error():
        _ask_about(view, door["osm_id"], known)
        candidate_corrections.ask(door)
        display.soft(state.say_plural("place.card_left", len(still_open)))


def _ask_about(view: View, number: str, known: Known) -> None:
    with st.container(key="card_answers", horizontal=True):
        if st.button(state.say("place.yes"), type="primary", key="yes"):
            accept(state.store(), view, number, known=known, who=actor())
            st.rerun()
        if st.button(state.say("place.no"), key="no"):
            refuse(state.store(), view, number)
            st.rerun()
        label = state.say("place.later")
        st.button(label, type="tertiary", key="later", on_click=_later, args=(number,))


def _tell(door: dict[str, Any], known: Known, kind: str) -> None:
    name = known.name or candidate_corrections.said(door["name"]) or state.say("place.unnamed")
    hours = candidate_corrections.said(door["opening_hours"])
    lines = [
        state.word("service_type", kind),
        known.phone or candidate_corrections.said(door["phone"]) or state.say("place.no_phone"),
        hours_in_words(hours, state.locale()) or state.say("place.no_hours"),
    ]
    items = Markup("").join(Markup("<li>{}</li>").format(line) for line in lines)
    st.html(str(Markup('<h2>{}</h2><ul class="card">{}</ul>').format(name, items)))


def _on_map(view: View, card: gpd.GeoDataFrame | None) -> list[Any]:
    if card is None:
        return [door_layer(view.candidates.rename(columns={"osm_id": "id"}), labels=False)]
    door = card.rename(columns={"osm_id": "id"})
    place = door.geometry.iloc[0]
    around = place.buffer(AROUND_DEGREES).bounds
    return [door_layer(door, chosen=door["id"].iloc[0]), view_layer(around)]


def _later(number: str) -> None:
    st.session_state[LATER] = [*st.session_state.get(LATER, []), number]


def _again() -> None:
    st.session_state[LATER] = []
